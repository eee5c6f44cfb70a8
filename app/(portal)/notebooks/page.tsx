import type { Metadata } from 'next'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { requirePerson } from '@/lib/auth/current-person'
import { notebooksRefused } from '@/lib/demo/open-notebook'
import { loadNotebooks, type NotebooksView } from '@/lib/plant/views/notebooks-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Notebooks' }

export default async function NotebooksPage({ searchParams }: { searchParams: Promise<{ refused?: string }> }) {
  const person = await requirePerson('notebook.open')
  const { refused } = await searchParams
  const [view, unlicensed] = await Promise.all([loadNotebooks(system(), person.lease), notebooksRefused(system(), person.tenantId)])
  const isUp = view.server?.state === 'up' && unlicensed === null
  return (
    <div className="portal-body">
      {!isUp && !unlicensed && view.server && <LiveRefresh everySeconds={5} />}
      <div className="title-row">
        <div>
          <h1 className="text-page">Notebooks</h1>
          <p>{sentence(view)}</p>
        </div>
        {isUp && (
          <a className="button" data-look="primary" href="/notebooks/open" target="_blank" rel="noopener">
            Open JupyterLab
          </a>
        )}
      </div>
      {unlicensed && <ErrorPanel failed="The notebook server is closed." holds="What was written in it is kept. Every other room works." todo={unlicensed} />}
      {refused && !isUp && !unlicensed && (
        <ErrorPanel failed="The notebook server cannot be opened yet." holds="Everything else in the portal works without it." todo="This page opens it as soon as it is up; nothing is needed from you." />
      )}
      <Panel title="Begin with one of these" note="they read your own plant's last 30 days" flush>
        <ul className="rows">
          {view.notebooks.map(({ file, title, summary, cells }) => (
            <li key={file} className="row">
              <div className="min-w-0">
                <p className="font-semibold">{title}</p>
                <p className="mt-1 max-w-[76ch] text-ink-2">{summary}</p>
                <p className="mt-1 text-small text-ink-3">
                  {cells} cells{view.activity?.opened.has(file) ? ' · opened' : ''}
                </p>
              </div>
              {isUp && (
                <a className="button" data-look="default" href={`/notebooks/open?${new URLSearchParams({ file })}`} target="_blank" rel="noopener" aria-label={`Open ${title}`}>
                  Open
                </a>
              )}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Your server">
        <TermList
          terms={[
            { term: 'State', detail: stateOf(view) },
            { term: 'What is there', detail: view.server?.note || 'nothing yet' },
            { term: 'Cells run', detail: view.activity ? String(view.activity.cellsRun) : '— no server' },
            { term: 'Your files', detail: 'Parquet tables of this plant are in data/. What you write stays until the plant is deleted; download what you want to keep.' },
            { term: 'Confinement', detail: 'It sees its own files and nothing else: no other plant, no network. Python with pandas, DuckDB and matplotlib is installed.' },
          ]}
          termWidth={150}
        />
      </Panel>
    </div>
  )
}

function sentence({ server, installing }: NotebooksView): string {
  if (!server) return 'This account has no notebook server.'
  if (server.state === 'up') return 'A JupyterLab of your own, beside your own data.'
  if (installing) return `The notebook environment of this installation is being prepared: ${installing}. Your server follows by itself.`
  if (server.state === 'given-up') return 'The notebook server is not there yet. It is tried on and appears by itself.'
  return 'Your notebook server is coming up.'
}

function stateOf({ server, installing }: NotebooksView): string {
  if (!server) return 'none'
  if (server.state === 'up') return 'Up'
  return installing ? 'Waits for the environment' : `Coming up${server.lastError ? `; last answer: ${server.lastError}` : ''}`
}
