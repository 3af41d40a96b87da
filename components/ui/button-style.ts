export type ButtonStyle = { tone?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined; size?: 'small' | 'medium' | 'large' | 'icon' | undefined }

/** How a button or a link that acts like one looks; repeated.css says what each word means, once for all the buttons of a page. */
export const buttonStyle = ({ tone = 'plain', size = 'medium', className = '' }: ButtonStyle & { className?: string | undefined } = {}) =>
  `button button-${tone} button-${size}${className && ` ${className}`}`
