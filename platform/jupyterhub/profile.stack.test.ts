import { readFileSync } from 'node:fs'
import path from 'node:path'
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim'
import { Pod } from 'kubernetes-models/v1/Pod'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkout } from '@/scripts/checkout'
import { runProgram } from '@/scripts/notebooks/run-program'
import { installPython } from '@/scripts/stack/install-once'

const here = import.meta.dirname
const text = (file: string) => readFileSync(path.join(here, file), 'utf8')
const manifest = <T>(file: string) => parse(text(file)) as T

type PodShape = { metadata: { name: string; labels: Record<string, string> }; spec: { containers: Record<string, unknown>[]; volumes: object[]; automountServiceAccountToken: boolean; enableServiceLinks: boolean } }

describe('the pod of a lease, made by the real KubeSpawner', () => {
  let pod: PodShape
  let container: Record<string, unknown>
  beforeAll(async () => {
    const requirements = text('requirements.txt').trim().split('\n')
    const folder = await installPython(path.join(checkout, 'var/stack/programs'), 'kubespawner-7.1.0', requirements)
    const settings = ['MILLRACE_PORTAL_URL=https://portal.example.com', 'MILLRACE_API_TOKEN=0123456789abcdef', 'MILLRACE_NOTEBOOK_IMAGE=registry.example.com/notebook:1']
    const { code, tail } = await runProgram('env', [...settings, path.join(folder, 'bin/python'), '-B', path.join(here, 'show_pod.py'), 'demo-7kq2m4tz'])
    expect(code, tail).toBe(0)
    pod = JSON.parse(tail.split('\n').at(-1)!) as PodShape
    container = pod.spec.containers[0]!
  }, 300_000)

  it('is one that Kubernetes takes', () => {
    new Pod(pod as never).validate()
    expect(() => new Pod({ ...pod, spec: { ...pod.spec, containers: [{ image: 'x' }] } } as never).validate()).toThrow()
  })

  it('sees its own two folders of the shared volume, and nothing else of it', () => {
    expect(pod.spec.containers).toHaveLength(1)
    expect(container.volumeMounts).toEqual([
      { name: 'homes', mountPath: '/home/lease', subPath: 'demo-7kq2m4tz/home' },
      { name: 'homes', mountPath: '/run/millrace', subPath: 'demo-7kq2m4tz/events' },
      { name: 'scratch', mountPath: '/tmp' },
    ])
  })

  it('has no privileges, no token of the cluster and no hint of what runs beside it', () => {
    expect(container.securityContext).toEqual({
      runAsUser: 1000,
      runAsGroup: 1000,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(pod.spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false })
  })

  it('has limits, and runs the same server as a single machine', () => {
    expect(container.resources).toMatchObject({ limits: { cpu: 1, memory: 2 * 2 ** 30, 'ephemeral-storage': '1Gi' } })
    expect(container.args).toContain('--config=/opt/millrace/server_config.py')
    expect(container.env).toContainEqual({ name: 'MILLRACE_EVENTS_FILE', value: '/run/millrace/events.jsonl' })
  })

  it('is found by the network policy, which lets it to the hub and to names only', () => {
    const policy = manifest<{ spec: { podSelector: { matchLabels: Record<string, string> }; policyTypes: string[]; egress: { ports: { port: number }[] }[] } }>('network-policy.yaml')
    new NetworkPolicy(policy as never).validate()
    expect(pod.metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels)
    expect(policy.spec.policyTypes).toEqual(['Ingress', 'Egress'])
    expect(policy.spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port)).toSorted()).toEqual([53, 53, 8081])
  })

  it('mounts the claim of the homes, which the hub looks at and does not write', () => {
    const claim = manifest<ConstructorParameters<typeof PersistentVolumeClaim>[0] & { metadata: { name: string } }>('homes-claim.yaml')
    new PersistentVolumeClaim(claim).validate()
    expect(pod.spec.volumes).toContainEqual({ name: 'homes', persistentVolumeClaim: { claimName: claim.metadata.name } })
    const { hub } = manifest<{ hub: { extraVolumeMounts: object[]; extraConfig: Record<string, string> } }>('values.yaml')
    expect(hub.extraVolumeMounts).toMatchObject([{ mountPath: '/srv/homes', readOnly: true }])
    expect(Object.values(hub.extraConfig)).toEqual(["load_subconfig('/opt/millrace/jupyterhub/cluster_config.py')"])
  })
})
