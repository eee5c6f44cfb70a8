const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

// Who read along may have gone (`npm start | head`): what is to be shut down is shut down all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

/** Says what is being done and for how long: in place on a terminal, as plain lines anywhere else. */
export class Progress {
  private readonly started = Date.now()
  private readonly live = Boolean(process.stdout.isTTY)

  /** Shows the step while it runs. Its work may tell details; what it returns is returned. */
  async step<T>(name: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T> {
    const began = Date.now()
    let detail = ''
    let turn = 0
    const draw = () => this.inPlace(`${spinner[turn++ % spinner.length]} ${name}  ${seconds(began)}  ${detail}`)
    const timer = this.live ? setInterval(draw, 100) : undefined
    if (!this.live) process.stdout.write(`… ${name}\n`)
    try {
      const result = await work((text) => (detail = text))
      clearInterval(timer)
      this.line(`✓ ${name}  ${seconds(began)}${detail ? `  ${detail}` : ''}`)
      return result
    } catch (error) {
      clearInterval(timer)
      this.line(`✗ ${name}  ${seconds(began)}`)
      throw error
    }
  }

  /** A line of its own. */
  line(text: string): void {
    if (this.live) process.stdout.write('\r\x1b[2K')
    process.stdout.write(`${text}\n`)
  }

  /** Since the beginning, e.g. `12.3 s`. */
  elapsed(): string {
    return seconds(this.started)
  }

  private inPlace(text: string): void {
    process.stdout.write(`\r\x1b[2K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`)
  }
}

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`
