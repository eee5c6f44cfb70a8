import { sitePages } from '@/lib/site/site-pages'
import { sheet } from '@/lib/site/sheets/sheet'
import { useCases } from '@/lib/site/use-cases'

const trusted = 'PostgreSQL with row-level security per tenant, JupyterHub with a confined server per person, Parquet and DuckDB, standard sign-in, Ed25519 certificates that openssl verifies.'

/** What Millrace is, for whoever has one minute and a printer. */
export const onePager = (siteUrl: string): Promise<Buffer> =>
  sheet({ title: 'Grey when the plant is fine.\nColour when it needs you.', lead: sitePages[0]!.description, foot: siteUrl }, (page) =>
    page
      .heading('What it answers')
      .rows(Object.values(useCases).map(({ name, sentence }) => ({ name, words: sentence })))
      .heading('How it answers')
      .rows([
        { name: 'One engine', words: 'The screen, the export, the API and the notebook use the same figures; every one says its formula, its inputs with their age and its convention, to the clause of the standard.' },
        { name: 'Nothing lost', words: 'A reading is acknowledged when it is on disk. A safety alarm is judged as the reading is taken, before it is stored.' },
        { name: 'Held apart', words: 'Tenants by the database itself, people by roles on site, area and line, asked on each request.' },
        { name: 'Checkable', words: `Published examples are recomputed at ${siteUrl}/validation whenever the page is opened.` },
      ])
      .heading('Try it')
      .words(`A living, fictional plant of your own for 24 hours at ${siteUrl}: dairy, chemical, oil and gas, or pharma, each with something in it that is going wrong slowly. No card. Then it is deleted, and you get the proof.`)
      .heading('Made of parts your IT already trusts')
      .words(trusted),
  )
