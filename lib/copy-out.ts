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
 * Reads the messages of a copy `WITH (FORMAT binary)`: each row as a view, and where the bytes of its fields begin. Four
 * bytes before that stands a field's length; of a null it is −1.
 */
export function binaryRows(take: (view: DataView, starts: number[], message: Buffer) => void): (message: Buffer) => void {
  let at = headerBytes
  return (message) => {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
    const fields = view.getInt16(at)
    const starts: number[] = []
    for (at += 2; starts.length < fields; at += 4 + Math.max(0, view.getInt32(at))) starts.push(at + 4)
    at = 0
    // The last message has no fields.
    if (fields >= 0) take(view, starts, message)
  }
}
