// A federated extension in the form that JupyterLab loads, small enough to need no bundler.
;(() => {
  const minute = 60_000
  /** When a person is told, in minutes before the end. */
  const warnings = [60, 10]

  const hubOf = () => JSON.parse(document.getElementById('jupyter-config-data').textContent).hubPrefix

  const plugin = {
    id: 'millrace-lease:warning',
    description: 'Warns before the demo plant and these files are deleted.',
    autoStart: true,
    activate(app) {
      const hub = hubOf()
      if (!hub) return
      const told = new Set()

      async function look() {
        const answer = await fetch(`${hub}lease`, { signal: AbortSignal.timeout(10_000) })
        if (!answer.ok) return
        const { endsAt } = await answer.json()
        if (endsAt === null) return told.clear()
        const left = new Date(endsAt).getTime() - Date.now()
        const due = warnings.filter((at) => left <= at * minute)
        // Given more time, it is said again when that runs out.
        for (const at of told) if (!due.includes(at)) told.delete(at)
        if (left <= 0 || due.every((at) => told.has(at))) return
        due.forEach((at) => told.add(at))
        const clock = new Date(endsAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
        const minutes = Math.max(1, Math.round(left / minute))
        await app.commands.execute('apputils:notify', {
          // Longer ones are cut off.
          message: `This plant and your files are deleted at ${clock}, in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. Download what you want to keep.`,
          type: 'warning',
          options: { autoClose: false },
        })
      }

      const quietly = () => look().catch(() => undefined)
      void app.restored.then(quietly)
      setInterval(quietly, minute)
    },
  }

  const container = { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) }
  globalThis._JUPYTERLAB = { ...globalThis._JUPYTERLAB, 'millrace-lease': container }
})()
