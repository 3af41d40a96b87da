type Words = { title: string; text: string; action: string }

// Not in messages/: an error page must not depend on what may have failed.
const ENGLISH: Words = { title: 'Something went wrong on our side', text: 'Nothing was lost. Try again; if it stays, pass this number on to support.', action: 'Try again' }

const WORDS: Record<string, Words> = {
  fr: { title: 'Un problème est survenu de notre côté', text: 'Rien n’a été perdu. Réessayez ; si cela persiste, transmettez ce numéro à l’assistance.', action: 'Réessayer' },
  de: { title: 'Bei uns ist etwas schiefgegangen', text: 'Nichts ging verloren. Versuchen Sie es erneut; bleibt es dabei, nennen Sie dem Support diese Nummer.', action: 'Erneut versuchen' },
  it: { title: 'Qualcosa è andato storto da parte nostra', text: 'Nulla è andato perso. Riprova; se il problema persiste, comunica questo numero all’assistenza.', action: 'Riprova' },
  es: { title: 'Algo ha fallado por nuestra parte', text: 'No se ha perdido nada. Vuelva a intentarlo; si continúa, comunique este número a soporte.', action: 'Reintentar' },
}

/** The error page's texts in a language of ours, English for any other. */
export function failedWords(locale: string): Words {
  return WORDS[locale] ?? ENGLISH
}
