/** Seven rows of five dots for each sign, one base-32 digit a row. Drawn for this project, so that pictures need no fonts. */
const signs: Record<string, string> = {
  A: 'ehhvhhh', B: 'uhhuhhu', C: 'ehggghe', D: 'uhhhhhu', E: 'vgguggv', F: 'vgguggg', G: 'ehgnhhf', H: 'hhhvhhh', I: 'e44444e',
  J: '72222ic', K: 'hikokih', L: 'ggggggv', M: 'hrllhhh', N: 'hpljhhh', O: 'ehhhhhe', P: 'uhhuggg', Q: 'ehhhlid', R: 'uhhukih',
  S: 'fgge11u', T: 'v444444', U: 'hhhhhhe', V: 'hhhhha4', W: 'hhhllla', X: 'hha4ahh', Y: 'hhha444', Z: 'v1248gv',
  0: 'ehjlphe', 1: '4c4444e', 2: 'eh1248v', 3: 'v2421he', 4: '26aiv22', 5: 'vgu11he', 6: '68guhhe', 7: 'v124888', 8: 'ehhehhe', 9: 'ehhf12c',
  '.': '00000cc', ',': '0000c48', ':': '0cc0cc0', '-': '000v000', '/': '01248g0', '*': '04lel40', '%': 'op248j3', '&': 'cik8lid', "'": 'c480000',
  '(': '2488842', ')': '8422248', '+': '044v440', '=': '00v0v00', '#': 'aavavaa', '€': '78u8u87', _: '000000v', '!': '4444404', '?': 'eh12404', '°': 'ciic000',
}

const marks: Record<string, [number, string]> = {
  '\u0300': [-3, '84'], '\u0301': [-3, '24'], '\u0302': [-3, '4a'], '\u0303': [-3, 'dm'], '\u0308': [-2, 'a'], '\u030a': [-3, 'a4'], '\u0327': [7, '48'],
}

/** Width of one sign in dots, the gap included. */
export const SIGN_WIDTH = 6
/** Height of one line in dots, accents and gap included. */
export const LINE_HEIGHT = 12

/** Calls `dot` for every dark dot of a text in capitals, x and y in dots from the top left of its first line. */
export function eachDot(text: string, dot: (x: number, y: number) => void): void {
  let column = -1
  for (const char of text.toUpperCase().normalize('NFD')) {
    const mark = marks[char]
    if (mark) rows(mark[1], column, mark[0] + 3, dot)
    else {
      column += 1
      rows(signs[char] ?? '', column, 3, dot)
    }
  }
}

function rows(pattern: string, column: number, top: number, dot: (x: number, y: number) => void): void {
  for (const [row, digit] of [...pattern].entries()) {
    const bits = Number.parseInt(digit, 32)
    for (let x = 0; x < 5; x += 1) if (bits & (16 >> x)) dot(column * SIGN_WIDTH + x, top + row)
  }
}
