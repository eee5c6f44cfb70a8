import { fork } from 'node:child_process'

const path = '/api/live'
const pauseMs = 1000

/**
 * Starts the process that brings open screens their alarms, and hands it their connections: no page that is made here delays
 * a frame there. While it is not up the portal answers them itself.
 */
export function liveDoor(script) {
  let live
  let stopping = false
  function start() {
    // In a session of its own: Linux weighs sessions first, and it would share the portal's turn.
    const child = fork(script, { detached: true })
    child.once('message', () => (live = child))
    child.on('error', () => undefined)
    child.once('exit', () => {
      live = undefined
      if (!stopping) setTimeout(start, pauseMs)
    })
    end = () => child.connected && child.disconnect()
  }
  let end
  start()
  return {
    /** @returns whether the request is its own from now on. */
    takes({ method, url, headers, socket }) {
      if (!live?.connected || method !== 'GET' || url.split('?')[0] !== path) return false
      live.send(headers, socket, (error) => error && socket.destroy())
      return true
    },
    stop() {
      stopping = true
      end()
    },
  }
}
