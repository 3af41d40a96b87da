type Options = { nonce: string; isDevelopment: boolean; dropboxUrl: string | undefined; qontoUrl: string | undefined }

/**
 * The pages' content security policy. Forms may lead to Dropbox and to Qonto because *Connect* answers with a redirect to their pages;
 * styles may be inline because positioned menus set them.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, dropboxUrl, qontoUrl }: Options): string {
  const [dropbox, qonto] = [dropboxUrl || 'https://www.dropbox.com', qontoUrl || 'https://oauth.qonto.com'].map((url) => new URL(url).origin)
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
    `form-action 'self' ${dropbox} ${qonto}`,
  ].join('; ')
}
