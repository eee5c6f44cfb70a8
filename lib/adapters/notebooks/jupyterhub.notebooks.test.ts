import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notebooksContract } from '@/lib/adapters/notebooks/contract'
import { NotebookVisitor, type NotebookKernel } from '@/lib/adapters/notebooks/notebook-visitor'
import { startTestHub, type TestHub } from '@/lib/adapters/notebooks/test-hub'
import { startNotebooks } from '@/scripts/notebooks/run'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub({ memoryMb: 900 })
}, 600_000)
afterAll(() => hub?.stop(), 60_000)

const secret = [{ path: 'secret.txt', from: Buffer.from('the neighbour’s figures') }]

async function enter(name: string, file?: string): Promise<{ visitor: NotebookVisitor; kernel: NotebookKernel }> {
  const visitor = new NotebookVisitor(hub.running.url)
  const page = await visitor.open(hub.notebooks.openUrl(name, hub.ticketFor(name), file))
  expect(page.status).toBe(200)
  return { visitor, kernel: await visitor.startKernel(name) }
}

notebooksContract(() => hub.notebooks)

describe('signing in', () => {
  beforeAll(async () => void (await hub.notebooks.ensureServer('demo-door', secret)), 90_000)

  it('a ticket opens the notebooks once', async () => {
    const url = hub.notebooks.openUrl('demo-door', hub.ticketFor('demo-door'))
    expect((await new NotebookVisitor(hub.running.url).open(url)).url).toContain('/user/demo-door/lab')
    const again = await new NotebookVisitor(hub.running.url).open(url)
    expect(again.status).toBe(403)
    expect(again.text).toContain('Back to the portal')
  })

  it('nobody enters without a ticket, and no password is asked', async () => {
    const page = await new NotebookVisitor(hub.running.url).open(`${hub.running.url}/user/demo-door/lab`)
    expect(page.status).toBe(403)
    expect(page.text).not.toContain('<input')
  })

  it('a ticket for a name that has no server makes none', async () => {
    const page = await new NotebookVisitor(hub.running.url).open(hub.notebooks.openUrl('demo-none', hub.ticketFor('demo-none')))
    expect(page.status).toBe(403)
    expect(await hub.notebooks.listServers('demo-none')).toEqual({ ok: true, value: [] })
  })

  it('a signed-in person does not reach another’s server', async () => {
    await hub.notebooks.ensureServer('demo-else', secret)
    const { visitor, kernel } = await enter('demo-door')
    kernel.close()
    expect((await visitor.open(`${hub.running.url}/user/demo-else/api/contents/secret.txt`)).status).toBeGreaterThanOrEqual(403)
  }, 90_000)

  it('a link leads nowhere but into the person’s own notebooks', async () => {
    const url = new URL(hub.notebooks.openUrl('demo-door', hub.ticketFor('demo-door')))
    url.searchParams.set('next', '//evil.example/')
    const answer = await new NotebookVisitor(hub.running.url).fetch(url.href)
    expect(answer.headers.get('location')).toBe('/user/demo-door/lab')
  })
})

describe('the end of a lease', () => {
  it('is told to the person’s own JupyterLab, and to nobody who is not signed in', async () => {
    await hub.notebooks.ensureServer('demo-ending', secret)
    hub.ends.set('demo-ending', '2026-03-11T16:05:00.000Z')
    const { visitor, kernel } = await enter('demo-ending')
    kernel.close()
    const answer = await visitor.fetch('/hub/lease')
    expect(await answer.json()).toEqual({ endsAt: '2026-03-11T16:05:00.000Z' })
    expect((await new NotebookVisitor(hub.running.url).fetch('/hub/lease')).status).toBe(403)
  }, 90_000)

  it('JupyterLab loads what warns of it', async () => {
    const { visitor, kernel } = await enter('demo-ending')
    kernel.close()
    const { text } = await visitor.open('/user/demo-ending/lab')
    expect(text).toContain('"name": "millrace-lease"')
    expect((await visitor.fetch('/user/demo-ending/lab/extensions/millrace-lease/static/remote-entry.js')).status).toBe(200)
  }, 90_000)
})

describe('a running cell', () => {
  let kernel: NotebookKernel
  let visitor: NotebookVisitor
  beforeAll(async () => {
    await Promise.all([hub.notebooks.ensureServer('demo-inside', secret), hub.notebooks.ensureServer('demo-other', secret)])
    ;({ kernel, visitor } = await enter('demo-inside'))
  }, 90_000)

  const python = (code: string) => kernel.run(code)

  it('reads and writes its own files and plots', async () => {
    expect(await python("open('mine.txt', 'w').write('x'); print(open('secret.txt').read())")).toContain('the neighbour’s figures')
    const chart = "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as p, os; p.plot([1, 2]); p.savefig('/tmp/a.png'); print(os.path.getsize('/tmp/a.png') > 1000)"
    expect(await python(chart)).toContain('True')
  }, 60_000)

  it('sees neither another lease’s files nor the product’s', async () => {
    const places = [path.join(hub.homesDir, 'demo-other/home/secret.txt'), path.join(hub.stateDir, 'hub.sqlite'), path.resolve(import.meta.dirname, '../../../package.json'), '/etc/shadow', '/root', hub.homesDir]
    places.slice(0, 5).forEach((place) => expect([place, existsSync(place)]).toEqual([place, true]))
    const seen = await python(`import os, json; print(json.dumps([p for p in ${JSON.stringify(places)} if os.path.isfile(p) or (os.path.isdir(p) and any(e != '.pyenv' for e in os.listdir(p)))]))`)
    expect(seen.trim()).toBe('[]')
    const found = await python("import subprocess; print(subprocess.run('find / -xdev -name secret.txt 2>/dev/null; ls /home', shell=True, capture_output=True, text=True).stdout.split())")
    expect(found.trim()).toBe("['demo-inside']")
  })

  it('cannot write the system, the environment or its own server’s code', async () => {
    const tried = "import os, sys\nfor p in ('/usr/x', '/etc/x', '/x', sys.prefix + '/x', '/opt/millrace/x'):\n  try: open(p, 'w'); print('wrote', p)\n  except OSError: pass\nprint('done')"
    expect((await python(tried)).trim()).toBe('done')
  })

  it('has no privileges and cannot gain any', async () => {
    const status = await python("print([l for l in open('/proc/self/status') if l.startswith(('Uid', 'CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs'))])")
    expect(status).toContain('NoNewPrivs:\\t1')
    expect(status).toMatch(/CapEff:\\t0+\\n/)
    expect(status).not.toMatch(/Uid:\\t0\\t/)
  })

  it('sees and signals its own processes only', async () => {
    const seen = Number(await python("import os; print(len([p for p in os.listdir('/proc') if p.isdigit()]))"))
    expect(seen).toBeLessThan(8)
    const all = await python(`import os, signal\nprint(${hub.running.pid} in map(int, filter(str.isdigit, os.listdir('/proc'))))\ntry: os.kill(${hub.running.pid}, 0); print('signalled')\nexcept ProcessLookupError: print('no such process')`)
    expect(all).toContain('False\nno such process')
  })

  it('does not signal another lease’s server, whose number it may guess', async () => {
    const { pid } = JSON.parse(await readFile(path.join(hub.stateDir, 'servers/demo-other.json'), 'utf8')) as { pid: number }
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    expect(await python(`import os\ntry: os.kill(${pid}, 9); print('signalled')\nexcept (ProcessLookupError, PermissionError): print('not there')`)).toContain('not there')
    expect(existsSync(`/proc/${pid}`)).toBe(true)
  })

  it('finds nobody else with the token that its server has at the hub', async () => {
    const code = `import os, urllib.request, urllib.error
def ask(method, place):
  request = urllib.request.Request(os.environ['JUPYTERHUB_API_URL'] + place, method=method, headers={'Authorization': 'token ' + os.environ['JUPYTERHUB_API_TOKEN']})
  try: return urllib.request.urlopen(request, timeout=5).read().decode()
  except urllib.error.HTTPError as e: return e.code
print([ask('GET', '/users/demo-other'), ask('DELETE', '/users/demo-other/server'), ask('POST', '/users/demo-other/tokens'), ask('GET', '/services'), 'demo-other' in str(ask('GET', '/users'))])`
    const [own, ...others] = JSON.parse((await python(code)).trim().replaceAll("'", '"').replace('False', 'false').replace('True', 'true')) as unknown[]
    expect([own, ...others.slice(0, 2)].every((status) => status === 403 || status === 404)).toBe(true)
    expect(others.at(-1)).toBe(false)
    expect((await hub.notebooks.activity('demo-other')).ok).toBe(true)
  })

  it('has no network but the hub’s own door', async () => {
    const taken = new URL(hub.running.url).port
    const code = `import socket\nfor a in (('127.0.0.1', ${taken}), ('192.0.2.1', 80)):\n  try: socket.create_connection(a, 2); print('connected', a)\n  except OSError as e: print('refused')`
    expect((await python(code)).trim()).toBe('refused\nrefused')
  })

  it('finds no secret of the hub in its environment', async () => {
    const names = await python("import os; print(sorted(k for k in os.environ if 'MILLRACE' in k))")
    expect(names.trim()).toBe("['MILLRACE_EVENTS_FILE', 'MILLRACE_IDLE_SECONDS']")
  })

  it('gets one core of CPU time, however many processes it starts', async () => {
    const code = "import subprocess, sys, os, time\nt = time.time()\nps = [subprocess.Popen([sys.executable, '-c', 'import time; e = time.time() + 2\\nwhile time.time() < e: pass']) for _ in range(3)]\n[p.wait() for p in ps]\nu = os.times()\nprint((u.children_user + u.children_system) / (time.time() - t))"
    expect(Number(await python(code))).toBeLessThan(1.25)
  }, 30_000)

  it('is counted as activity, with the notebook that was opened and none that was only listed', async () => {
    const session = { path: 'first.ipynb', name: '', type: 'notebook', kernel: { name: 'python3' } }
    const asked = { method: 'POST', body: JSON.stringify(session), headers: { 'sec-fetch-mode': 'cors' } }
    expect((await visitor.fetch('/user/demo-inside/api/sessions', asked)).status).toBe(201)
    expect((await visitor.fetch('/user/demo-inside/api/contents')).status).toBe(200)
    const activity = await hub.notebooks.activity('demo-inside')
    expect(activity).toMatchObject({ value: { running: true, kernels: 1, opened: [{ path: 'first.ipynb' }], lastActivity: expect.any(Date) } })
    expect(activity.ok && activity.value.cellsRun).toBeGreaterThan(3)
  })

  it('is ended when it takes more memory than its share, in one process or in several', async () => {
    const hungry = await python("try:\n  b = bytearray(1200 * 2**20); print('got it')\nexcept MemoryError: print('refused')").catch(() => 'ended')
    expect(hungry).not.toContain('got it')
    const report = JSON.parse(await readFile(path.join(hub.stateDir, 'servers/demo-inside.json'), 'utf8'))
    if (report.memory === 'per process') return
    const code = "import subprocess, sys\nps = [subprocess.Popen([sys.executable, '-c', \"b = bytearray(b'x') * (400 * 2**20); import time; time.sleep(8)\"]) for _ in range(4)]\nprint(sum(p.wait() == 0 for p in ps) < 4)"
    const { kernel: second } = await enter('demo-other')
    expect(await second.run(code).catch(() => 'True')).toContain('True')
  }, 120_000)
})

describe('removing', () => {
  it('ends open connections and sessions, and a name used again sees nothing of before', async () => {
    await hub.notebooks.ensureServer('demo-again', secret)
    const { visitor, kernel } = await enter('demo-again')
    await kernel.run("open('left-behind.txt', 'w').write('x')")
    expect(await hub.notebooks.removeServer('demo-again')).toMatchObject({ ok: true })
    await kernel.closed
    expect((await visitor.open(`${hub.running.url}/user/demo-again/api/contents`)).status).toBeGreaterThanOrEqual(403)
    expect(await readdir(hub.homesDir)).not.toContain('demo-again')

    await hub.notebooks.ensureServer('demo-again', [])
    expect((await visitor.open(`${hub.running.url}/user/demo-again/api/contents`)).status).toBeGreaterThanOrEqual(403)
    const again = await enter('demo-again')
    expect((await again.kernel.run('import os; print(sorted(os.listdir()))')).trim()).toBe('[]')
    expect(await hub.notebooks.activity('demo-again')).toMatchObject({ value: { cellsRun: 1 } })
  }, 120_000)

  it('finds what only lies on disk, and removes it', async () => {
    await mkdir(path.join(hub.homesDir, 'demo-lost/home'), { recursive: true })
    await mkdir(path.join(hub.homesDir, '.gone-demo-half.x/home'), { recursive: true })
    await writeFile(path.join(hub.homesDir, 'demo-lost/home/a'), 'x')
    expect(await hub.notebooks.listServers('demo-')).toMatchObject({ value: expect.arrayContaining(['demo-half', 'demo-lost']) })
    await hub.notebooks.removeServer('demo-lost')
    await hub.notebooks.removeServer('demo-half')
    expect(await readdir(hub.homesDir)).not.toContain('demo-lost')
    expect(await hub.notebooks.listServers('demo-half')).toEqual({ ok: true, value: [] })
  })
})

describe('a hub that was killed', () => {
  it('takes its servers with it, and the next one starts over what it left', async () => {
    await hub.notebooks.ensureServer('demo-orphan', secret)
    const { kernel } = await enter('demo-orphan')
    process.kill(hub.running.pid, 'SIGKILL')
    await kernel.closed
    const next = await startNotebooks({ ...hub.options })
    try {
      expect((await fetch(`${next.url}/hub/api/`)).ok).toBe(true)
      expect(await readdir(path.join(hub.stateDir, 'servers'))).toEqual([])
    } finally {
      await next.stop()
    }
  }, 120_000)
})
