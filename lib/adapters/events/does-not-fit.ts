/** A value that its schema does not take. `field` is where, e.g. `v.3`. */
export class DoesNotFit extends Error {
  constructor(readonly field: string, readonly value: unknown, type: string) {
    super(`The field "${field}" is not ${type}.`)
  }
}
