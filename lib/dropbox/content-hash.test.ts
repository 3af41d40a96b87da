import { expect, test } from 'vitest'
import { ContentHasher, contentHash } from './content-hash'

// Published vectors of Dropbox's content hash.
test.each([
  ['no bytes', Buffer.alloc(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['"hello"', Buffer.from('hello'), '9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50'],
  ['4 MiB of zeros', Buffer.alloc(4 * 1024 * 1024), 'c7e946d101855255d919ef0c70718633adf77d3dfb3adeeecf5d0cb4e951be58'],
  ['one byte more', Buffer.alloc(4 * 1024 * 1024 + 1), '14a4d47f23a30177885d9820122f17d2d3a55fe63f7f5c27b95f689e0b2accd6'],
])('the content hash of %s is the one that Dropbox computes', (_, bytes, expected) => {
  expect(contentHash(bytes)).toBe(expected)
})

test('the content hash does not depend on how the bytes are cut', () => {
  const bytes = Buffer.from(Array.from({ length: 9 * 1024 * 1024 }, (_, index) => (index * 31) % 251))
  const hasher = new ContentHasher()
  for (let at = 0; at < bytes.length; at += 1_000_003) hasher.update(bytes.subarray(at, at + 1_000_003))
  expect(hasher.digest()).toBe(contentHash(bytes))
})
