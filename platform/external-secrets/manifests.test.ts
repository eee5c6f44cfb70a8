import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret'
import { SecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { secretNames } from '@/lib/secret-files'

const read = <T>(file: string) => parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')) as T
const brought = read<ConstructorParameters<typeof ExternalSecret>[0] & { spec: { data: { secretKey: string }[] } }>('external-secret.yaml')
const patch = read<{ spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } } }>('pod-settings.yaml')

describe('the manifests', () => {
  it('are what the operator and Kubernetes take', () => {
    new SecretStore(read('secret-store.yaml')).validate()
    new ExternalSecret(brought).validate()
    const labels = { app: 'millrace' }
    const { containers, ...pod } = patch.spec.template.spec
    const container = { ...containers[0]!, name: 'millrace', image: 'registry.example.com/millrace:1' }
    const deployment = { metadata: { name: 'millrace' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { ...pod, containers: [container] } } } }
    new Deployment(deployment).validate()
  })

  it('are refused when a field is not one of theirs', () => {
    const odd = structuredClone(brought) as unknown as { spec: { data: object[] } }
    odd.spec.data[0] = { secretKey: 'A', remoteReference: {} }
    expect(() => new ExternalSecret(odd as never).validate()).toThrow()
  })

  it('bring settings that the product reads as secrets, each mounted under its name', () => {
    const keys = brought.spec.data.map(({ secretKey }) => secretKey)
    // A server of one's own for the data is an administrator's, not the portal's.
    expect(keys.toSorted()).toEqual(secretNames.filter((name) => name !== 'POSTGRES_ADMIN_URL').toSorted())
    const mounted = patch.spec.template.spec.containers[0]!.env.map(({ name, value }) => [name, value])
    expect(mounted).toEqual(keys.map((key) => [`${key}_FILE`, `/run/secrets/millrace/${key}`]))
  })
})
