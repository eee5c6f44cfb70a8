import { describe, expect, it } from 'vitest'
import { requirementSets } from './install'

describe('what is asked of pip', () => {
  const sets = requirementSets('# The environment\njupyterhub==6.1.1\npandas==3.1.1\n\naiodns==4.0.4\n')

  it('begins with every version as tested', () => expect(sets[0]!.wanted).toEqual(['jupyterhub==6.1.1', 'pandas==3.1.1', 'aiodns==4.0.4']))

  it('lets go first of what only came along, then of the versions', () => {
    expect(sets.slice(1).map(({ wanted }) => wanted)).toEqual([['jupyterhub==6.1.1', 'pandas==3.1.1'], ['jupyterhub', 'pandas']])
  })
})
