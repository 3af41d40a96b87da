// vitest stands outside Next: the marker that keeps server modules out of the browser has nothing to do here.
export {}
