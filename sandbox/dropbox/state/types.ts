/** Metadata of one content version of a file. Times are whole-second UTC strings as on the wire. */
export interface Version {
  rev: string
  id: string
  size: number
  hash: string
  clientModified: string
  serverModified: string
  by: string
  /** Display path at the moment this version stopped being current; absent while it is current. */
  lastPath?: string
}

export interface FileNode {
  kind: 'file'
  id: string
  name: string
  lower: string
  parent: FolderNode
  seq: number
  live: boolean
  version: Version
}

export interface FolderNode {
  kind: 'folder'
  id: string
  name: string
  lower: string
  parent: FolderNode | null
  seq: number
  live: boolean
  children: Map<string, TreeNode>
  /** Number of the shared folder that this one is. */
  sharedId?: string | null
  /** Children ordered by change, kept while no child changes, for paging large folders. */
  ordered?: TreeNode[]
}

export type TreeNode = FileNode | FolderNode

/** What a path was when it was deleted. `implied`: it went because a folder above it was deleted or moved. */
export interface Tombstone {
  seq: number
  kind: 'file' | 'folder'
  id: string
  lower: string
  display: string
  at: string
  implied: boolean
}

/** One line of a namespace's change history: a node that is (or was) at its place, or a path that went. */
export type LogEvent = { seq: number; at: number; node: TreeNode; gone?: undefined } | { seq: number; at: number; gone: Tombstone; node?: undefined }

/** What is remembered about a path beside its live node: superseded versions, newest last, and its deletion. */
export interface Past {
  versions: Version[]
  tombstone?: Tombstone
}

export interface Namespace {
  id: string
  kind: 'home' | 'team'
  root: FolderNode
  nodes: Map<string, TreeNode>
  log: LogEvent[]
  seq: number
  past: Map<string, Past>
  pastById: Map<string, Version[]>
  versions: Map<string, Version>
  used: number
}

export type AccountKind = 'personal' | 'business' | 'team'

export interface Account {
  id: string
  email: string
  name: string
  kind: AccountKind
  quota: number
  home: string
  team: string | null
  teamMemberId: string | null
  emailVerified: boolean
  suspended: boolean
  /** A member's own limit inside the team's space in bytes; 0 means no limit. */
  memberQuota: number
  /** Days during which deleted data can be restored. */
  retentionDays: number
}

export interface Team {
  id: string
  name: string
  quota: number
  /** Namespace of the team space, or null when members have only their own folders. */
  root: string | null
  topLevelContentPolicy: 'admin_only' | 'everyone'
}

export interface App {
  key: string
  secret: string
  name: string
  redirectUris: string[]
  access: 'full' | 'app_folder'
  scopes: string[]
  webhookUri: string | null
  /** Whether new users may link the app: `limit` and `frozen` are what an app without production approval meets. */
  linking?: 'open' | 'limit' | 'frozen'
}

/** One link between an account and an app; refresh and access tokens hang on it. */
export interface Grant {
  id: string
  account: string
  appKey: string
  scopes: string[]
  refreshToken: string | null
  /** The link was made with PKCE, so refreshing needs no app secret. */
  pkce: boolean
  appFolder: string | null
}

export interface AccessToken {
  token: string
  grant: string
  scopes: string[]
  expiresAt: number
}

export interface AuthorizationCode {
  code: string
  account: string
  appKey: string
  scopes: string[]
  redirectUri: string | null
  offline: boolean
  challenge: string | null
  challengeMethod: 'S256' | 'plain'
  expiresAt: number
}

/** Part of a segment file: segment number, byte offset, length. */
export type Extent = readonly [segment: number, offset: number, length: number]

export interface Piece {
  offset: number
  length: number
  extents: Extent[]
}

export interface UploadSession {
  id: string
  account: string
  kind: 'sequential' | 'concurrent'
  startedAt: number
  closed: boolean
  size: number
  pieces: Piece[]
  hash: string | null
  committed: boolean
}

export interface Blob {
  size: number
  extents: Extent[]
}

export interface SharedLink {
  url: string
  key: string
  account: string
  ns: string
  node: string
  expires: string | null
  createdAt: string
}

export interface Job {
  id: string
  account: string
  kind: string
  result: unknown
  polls: number
}
