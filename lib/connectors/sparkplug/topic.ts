export const namespace = 'spBv1.0'

const types = ['NBIRTH', 'NDEATH', 'NDATA', 'DBIRTH', 'DDEATH', 'DDATA'] as const
export type MessageType = (typeof types)[number]

/** `spBv1.0/group/type/node[/device]`. */
export interface Address {
  type: MessageType
  group: string
  node: string
  device?: string
}

/** Null for commands, states and what is no Sparkplug topic. */
export function readTopic(topic: string): Address | null {
  const [space, group, type, node, device, ...rest] = topic.split('/')
  if (space !== namespace || !group || !node || rest.length > 0 || !(types as readonly string[]).includes(type ?? '')) return null
  const ofDevice = type!.startsWith('D')
  if (ofDevice !== (device !== undefined && device !== '')) return null
  return { type: type as MessageType, group, node, ...(ofDevice && { device }) }
}

export const commandTopic = (group: string, node: string) => `${namespace}/${group}/NCMD/${node}`
export const stateTopic = (host: string) => `${namespace}/STATE/${host}`
