import type pg from 'pg'

/**
 * `COPY … TO STDOUT`, one message at a time. The driver reads rows as text only; for a million numbers binary is several
 * times quicker. The driver uses a message's memory again: it is gone when `take` returns.
 */
export function copyOut(client: pg.ClientBase, query: string, take: (message: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: unknown
    // What the driver calls of a query; what a copy has no use for does nothing.
    const submittable = {
      submit: (connection: pg.Connection) => connection.query(query),
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (problem) return
        try {
          take(chunk)
        } catch (error) {
          // Thrown inside the socket's listener it would end the process.
          problem = error
        }
      },
      handleError: reject,
      handleReadyForQuery: () => (problem ? reject(problem as Error) : resolve()),
      handleRowDescription() {},
      handleDataRow() {},
      handleCommandComplete() {},
      handleEmptyQuery() {},
    }
    client.query(submittable)
  })
}

/** Signature, flags and an empty extension. */
const headerBytes = 19

/**
 * Reads the messages of a copy `WITH (FORMAT binary)`: each row as where the bytes of its fields begin in `view` and `bytes`.
 * Four bytes before that stands a field's length; of a null it is −1. `starts` is used again for the next row.
 */
export function binaryRows(take: (view: DataView, starts: number[], bytes: Buffer) => void): (message: Buffer) => void {
  let headed = false
  // Many messages lie in one piece of memory: a view of each of them would cost more than what is read from it.
  let view: DataView = new DataView(new ArrayBuffer(0))
  let bytes: Buffer = Buffer.alloc(0)
  const starts: number[] = []
  return (message) => {
    if (message.buffer !== view.buffer) [view, bytes] = [new DataView(message.buffer), Buffer.from(message.buffer)]
    let at = message.byteOffset + (headed ? 0 : headerBytes)
    headed = true
    const fields = view.getInt16(at)
    starts.length = Math.max(0, fields)
    at += 2
    for (let i = 0; i < fields; i++) {
      starts[i] = at + 4
      at += 4 + Math.max(0, view.getInt32(at))
    }
    // The last message has no fields.
    if (fields >= 0) take(view, starts, bytes)
  }
}
