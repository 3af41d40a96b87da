import { createFolder, createFolderArg, createFolderBatch, createFolderBatchArg, createFolderV1 } from './files/create-folder'
import { deleteArg, deleteBatch, deleteBatchArg, deleteV1, deleteV2 } from './files/delete'
import { download, downloadArg } from './files/download'
import { getMetadata, getMetadataArg } from './files/get-metadata'
import { getTemporaryLink, temporaryLinkArg } from './files/get-temporary-link'
import { checkJob, pollArg } from './files/jobs'
import { copyBatchArg, moveBatchArg, relocationArg, relocationBatch, relocationV1, relocationV2 } from './files/relocation-routes'
import { listRevisions, listRevisionsArg, restore, restoreArg } from './files/revisions'
import { upload, uploadArg } from './files/upload'
import { route, type Route } from './http/route'
import { continueArg, continueListing, getLatestCursor, listFolder, listFolderArg } from './listing/list-folder'
import { longpoll, longpollArg } from './listing/longpoll'
import { append, appendArg, appendV1 } from './sessions/append'
import { appendBatch, appendBatchArg } from './sessions/append-batch'
import { finish, finishArg } from './sessions/finish'
import { finishBatch, finishBatchArg, finishBatchAsync } from './sessions/finish-batch'
import { cursorArg } from './sessions/session-at'
import { startArg, startBatch, startBatchArg, startSession } from './sessions/start-session'
import { createLinkArg, createSharedLink, getSharedLinkFile, getSharedLinkMetadata, linkArg, listLinksArg, listSharedLinks, revokeLinkArg, revokeSharedLink } from './sharing/shared-links'
import { echo, echoArg, revokeToken } from './users/check-routes'
import {
  featuresArg, getAccount, getAccountArg, getAccountBatch, getAccountBatchArg, getCurrentAccount, getFeatureValues, getSpaceUsage,
} from './users/user-routes'

const INFO = 'account_info.read'
const META = 'files.metadata.read'
const READ = 'files.content.read'
const WRITE = 'files.content.write'

const TABLE: Route[] = [
  route('rpc api auth/token/revoke', null, null, revokeToken),
  route('rpc api check/user', INFO, echoArg, echo),
  { ...route('rpc api check/app', null, echoArg, echo), auth: 'app' },
  route('rpc api users/get_current_account', INFO, null, getCurrentAccount),
  route('rpc api users/get_space_usage', INFO, null, getSpaceUsage),
  route('rpc api users/get_account', 'sharing.read', getAccountArg, getAccount),
  route('rpc api users/get_account_batch', 'sharing.read', getAccountBatchArg, getAccountBatch),
  route('rpc api users/features/get_values', INFO, featuresArg, getFeatureValues),

  route('upload content files/upload', WRITE, uploadArg, upload),
  route('upload content files/upload_session/start', WRITE, startArg, startSession),
  route('rpc api files/upload_session/start_batch', WRITE, startBatchArg, startBatch),
  route('upload content files/upload_session/append', WRITE, cursorArg, appendV1),
  route('upload content files/upload_session/append_v2', WRITE, appendArg, append),
  route('upload content files/upload_session/append_batch', WRITE, appendBatchArg, appendBatch),
  route('upload content files/upload_session/finish', WRITE, finishArg, finish),
  route('rpc api files/upload_session/finish_batch_v2', WRITE, finishBatchArg, finishBatch),
  route('rpc api files/upload_session/finish_batch', WRITE, finishBatchArg, finishBatchAsync),
  route('rpc api files/upload_session/finish_batch/check', WRITE, pollArg, checkJob('finish_batch')),

  route('rpc api files/create_folder', WRITE, createFolderArg, createFolderV1),
  route('rpc api files/create_folder_v2', WRITE, createFolderArg, createFolder),
  route('rpc api files/create_folder_batch', WRITE, createFolderBatchArg, createFolderBatch),
  route('rpc api files/create_folder_batch/check', WRITE, pollArg, checkJob('create_folder_batch')),
  route('rpc api files/delete', WRITE, deleteArg, deleteV1),
  route('rpc api files/delete_v2', WRITE, deleteArg, deleteV2),
  route('rpc api files/delete_batch', WRITE, deleteBatchArg, deleteBatch),
  route('rpc api files/delete_batch/check', WRITE, pollArg, checkJob('delete_batch')),
  route('rpc api files/move', WRITE, relocationArg, relocationV1('move')),
  route('rpc api files/move_v2', WRITE, relocationArg, relocationV2('move')),
  route('rpc api files/move_batch_v2', WRITE, moveBatchArg, relocationBatch('move')),
  route('rpc api files/move_batch/check_v2', WRITE, pollArg, checkJob('move_batch')),
  route('rpc api files/copy', WRITE, relocationArg, relocationV1('copy')),
  route('rpc api files/copy_v2', WRITE, relocationArg, relocationV2('copy')),
  route('rpc api files/copy_batch_v2', WRITE, copyBatchArg, relocationBatch('copy')),
  route('rpc api files/copy_batch/check_v2', WRITE, pollArg, checkJob('copy_batch')),

  route('rpc api files/get_metadata', META, getMetadataArg, getMetadata),
  route('rpc api files/list_folder', META, listFolderArg, listFolder),
  route('rpc api files/list_folder/continue', META, continueArg, continueListing),
  route('rpc api files/list_folder/get_latest_cursor', META, listFolderArg, getLatestCursor),
  { ...route('rpc notify files/list_folder/longpoll', null, longpollArg, longpoll), auth: 'none' },
  route('rpc api files/list_revisions', META, listRevisionsArg, listRevisions),
  route('rpc api files/restore', WRITE, restoreArg, restore),
  route('download content files/download', READ, downloadArg, download),
  route('rpc api files/get_temporary_link', READ, temporaryLinkArg, getTemporaryLink),

  route('rpc api sharing/create_shared_link_with_settings', 'sharing.write', createLinkArg, createSharedLink),
  route('rpc api sharing/list_shared_links', 'sharing.read', listLinksArg, listSharedLinks),
  { ...route('rpc api sharing/get_shared_link_metadata', 'sharing.read', linkArg, getSharedLinkMetadata), auth: 'app or user' },
  { ...route('download content sharing/get_shared_link_file', 'sharing.read', linkArg, getSharedLinkFile), auth: 'app or user' },
  route('rpc api sharing/revoke_shared_link', 'sharing.write', revokeLinkArg, revokeSharedLink),
]

/** Every reproduced route by its name. */
export const ROUTES: ReadonlyMap<string, Route> = new Map(TABLE.map((entry) => [entry.name, entry]))
