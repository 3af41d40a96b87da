type Options = { nonce: string; isDevelopment: boolean; dropboxUrl: string | undefined }

/**
 * The pages' content security policy. Forms may lead to Dropbox because *Connect* answers with a redirect to its page;
 * styles may be inline because positioned menus set them.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, dropboxUrl }: Options): string {
  const dropbox = new URL(dropboxUrl || 'https://www.dropbox.com').origin
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data:`,
    `font-src 'self'`,
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    `frame-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `form-action 'self' ${dropbox}`,
  ].join('; ')
}
