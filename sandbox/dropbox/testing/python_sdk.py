"""The official Python SDK, unmodified, against the local server: every reply passes its schema validation or it raises."""
import json
import sys

import dropbox
from dropbox import common, files
from dropbox.exceptions import ApiError, AuthError, BadInputError, HttpError, PathRootError

refresh_token, member_token = sys.argv[1:3]
dbx = dropbox.Dropbox(oauth2_refresh_token=refresh_token, app_key='demo-app-key', app_secret='demo-app-secret')
checks = []


def check(name, condition):
    checks.append(name)
    assert condition, name


def raised(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError('expected %s' % kind.__name__)


check('account', dbx.users_get_current_account().email == 'camille@example.com')
check('space', dbx.users_get_space_usage().allocation.is_individual())
check('echo', dbx.check_user('hello').result == 'hello')

first = dbx.files_upload(b'one', '/Python/Re\u00e7u.txt')
check('upload', first.path_display == '/Python/Re\u00e7u.txt' and first.size == 3)
check('overwrite', dbx.files_upload(b'two', '/Python/Re\u00e7u.txt', mode=files.WriteMode.overwrite).id == first.id)
error = raised(ApiError, lambda: dbx.files_upload(b'three', '/Python/Re\u00e7u.txt'))
check('conflict', error.error.get_path().reason.get_conflict().is_file())
metadata, reply = dbx.files_download('/Python/Re\u00e7u.txt')
check('download', reply.content == b'two' and metadata.rev)

session = dbx.files_upload_session_start(b'abc').session_id
cursor = files.UploadSessionCursor(session, 3)
dbx.files_upload_session_append_v2(b'def', cursor)
error = raised(ApiError, lambda: dbx.files_upload_session_append_v2(b'xyz', cursor))
check('offset', error.error.get_incorrect_offset().correct_offset == 6)
done = dbx.files_upload_session_finish(b'', files.UploadSessionCursor(session, 6), files.CommitInfo('/Python/session.bin'))
check('session', done.size == 6)
ids = dbx.files_upload_session_start_batch(2).session_ids
for index, session in enumerate(ids):
    dbx.files_upload_session_append_v2(b'x' * (index + 1), files.UploadSessionCursor(session, 0), close=True)
entries = [files.UploadSessionFinishArg(files.UploadSessionCursor(session, index + 1), files.CommitInfo('/Python/batch/%d' % index)) for index, session in enumerate(ids)]
check('batch', all(entry.is_success() for entry in dbx.files_upload_session_finish_batch_v2(entries).entries))

listing = dbx.files_list_folder('', recursive=True, limit=2)
names = [entry.path_lower for entry in listing.entries]
while listing.has_more:
    listing = dbx.files_list_folder_continue(listing.cursor)
    names += [entry.path_lower for entry in listing.entries]
check('listing', len(names) == len(set(names)) == 6)
dbx.files_move_v2('/Python/batch', '/Python/moved')
check('longpoll', dbx.files_list_folder_longpoll(listing.cursor).changes)
dbx.files_copy_v2('/Python/moved', '/Python/copied')
dbx.files_delete_v2('/Python/session.bin')
kinds = [type(entry).__name__ for entry in dbx.files_list_folder_continue(listing.cursor).entries]
check('changes', 'DeletedMetadata' in kinds and 'FolderMetadata' in kinds)
revisions = dbx.files_list_revisions('/Python/session.bin')
check('revisions', revisions.is_deleted and dbx.files_restore('/Python/session.bin', revisions.entries[0].rev).size == 6)
check('bad cursor', raised(BadInputError, lambda: dbx.files_list_folder_continue('made up')))
check('not found', raised(ApiError, lambda: dbx.files_get_metadata('/none')).error.get_path().is_not_found())
check('link', dbx.sharing_create_shared_link_with_settings('/Python/session.bin').url)
check('temporary link', dbx.files_get_temporary_link('/Python/session.bin').link)
check('folder batch', dbx.files_create_folder_batch(['/Python/one', '/Python/two']).is_complete())

narrow = dropbox.Dropbox(oauth2_refresh_token=refresh_token, app_key='demo-app-key', app_secret='demo-app-secret', scope=['account_info.read'])
check('missing scope', raised(AuthError, lambda: narrow.files_list_folder('')).error.is_missing_scope())
wrong = dropbox.Dropbox(oauth2_refresh_token=refresh_token, app_key='demo-app-key', app_secret='wrong')
check('wrong secret', raised(BadInputError, lambda: wrong.users_get_current_account()))

member = dropbox.Dropbox(oauth2_access_token=member_token)
root = member.users_get_current_account().root_info
team = member.with_path_root(common.PathRoot.root(root.root_namespace_id))
check('team space', team.files_create_folder_v2('/Team folder').metadata.path_display == '/Team folder')
check('home', member.with_path_root(common.PathRoot.home).files_list_folder('').entries == [])
error = raised(PathRootError, lambda: member.with_path_root(common.PathRoot.root('1')).files_list_folder(''))
check('wrong root', error.error.get_invalid_root().root_namespace_id == root.root_namespace_id)

dbx.auth_token_revoke()
check('revoked', raised((AuthError, HttpError), lambda: dbx.users_get_current_account()))
print(json.dumps({'version': dropbox.__version__, 'checks': checks}))
