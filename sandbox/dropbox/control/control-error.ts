/** A control call that cannot be carried out; the text says what is wrong with it. */
export class ControlError extends Error {
  constructor(readonly status: 400 | 404 | 409, message: string) {
    super(message)
  }
}
