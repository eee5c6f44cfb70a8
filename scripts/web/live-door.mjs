import { fork } from 'node:child_process'

const path = '/api/live'
const pauseMs = 1000

/**
 * Starts the process that brings open screens their alarms, and hands it their connections: no page that is made here delays
 * a frame there. While it is not up the portal answers them itself.
 * @param {string} script
 * @param {import('node:child_process').ForkOptions} options
 */
export function liveDoor(script, options = {}) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let live
  let stopping = false
  let end = () => {}
  function start() {
    // In a session of its own: Linux weighs sessions first, and it would share the portal's turn.
    const child = fork(script, { ...options, detached: true })
    child.once('message', () => (live = child))
    child.on('error', () => undefined)
    child.once('exit', () => {
      live = undefined
      if (!stopping) setTimeout(start, pauseMs)
    })
    end = () => {
      if (child.connected) child.disconnect()
    }
  }
  start()
  return {
    /**
     * @param {import('node:http').IncomingMessage} request
     * @returns whether the request is its own from now on.
     */
    takes({ method, url, headers, socket }) {
      if (!live?.connected || method !== 'GET' || url?.split('?')[0] !== path) return false
      const child = live
      // Not while its head is being read: the parser would stay in the server's list without its connection.
      setImmediate(() => socket.destroyed || child.send(headers, socket, (error) => error && socket.destroy()))
      return true
    },
    stop() {
      stopping = true
      end()
    },
  }
}
