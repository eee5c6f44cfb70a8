/** Why a figure cannot be made of what was given; `row` names the offender. */
export interface FigureRefusal {
  code: string
  message: string
  row?: string | number
}

export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: FigureRefusal }

export const figure = <T>(value: T): Checked<T> => ({ ok: true, value })
export const refuse = (code: string, message: string, row?: string | number): { ok: false; refusal: FigureRefusal } => ({
  ok: false,
  refusal: { code, message, row },
})
