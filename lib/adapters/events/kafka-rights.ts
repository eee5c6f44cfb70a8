import { type Acl, AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } from '@platformatic/kafka'
import { withAdmin } from '@/lib/adapters/events/kafka-offsets'
import { type KafkaOptions, topicName } from '@/lib/adapters/events/kafka-options'
import { type TopicKind, topicKinds } from '@/lib/adapters/events/topics'

/** Who speaks to the brokers; the history runs beside its gateway, as the same user. */
export const streamUsers = ['gateway', 'rules', 'portal'] as const
export type StreamUser = (typeof streamUsers)[number]

/** What a user may: topics by what is done with them, groups by name or by how it begins. */
interface Rights {
  writes: readonly TopicKind[]
  reads: readonly TopicKind[]
  describes: readonly TopicKind[]
  groups: readonly string[]
  groupsThatBegin: readonly string[]
  describesGroups: readonly string[]
}

const nothing: Rights = { writes: [], reads: [], describes: [], groups: [], groupsThatBegin: [], describesGroups: [] }
const rights: Record<StreamUser, Rights> = {
  gateway: { ...nothing, writes: ['readings', 'events', 'rules', 'dead-letters'], reads: topicKinds, groups: ['alarms', 'history'], groupsThatBegin: ['rules-'] },
  rules: { ...nothing, writes: ['alerts'], reads: ['readings', 'rules'], groups: ['rules', 'lake-iceberg', 'lake-parquet'] },
  portal: { ...nothing, reads: ['dead-letters'], describes: topicKinds, groupsThatBegin: ['look-'], describesGroups: ['rules', 'history', 'alarms', 'lake-iceberg', 'lake-parquet'] },
}

/** As the brokers know the user: an installation's users begin as its topics do. */
export const userName = ({ prefix }: Pick<KafkaOptions, 'prefix'>, user: StreamUser): string => `${prefix}${user}`

/** Every right of the installation's users; nobody else has one at its topics. */
export const aclsOf = (options: KafkaOptions): Acl[] =>
  streamUsers.flatMap((user) => {
    const { writes, reads, describes, groups, groupsThatBegin, describesGroups } = rights[user]
    const allow = (resourceType: Acl['resourceType'], resourceName: string, operation: Acl['operation'], resourcePatternType: Acl['resourcePatternType'] = ResourcePatternTypes.LITERAL): Acl => ({
      resourceType, resourceName, resourcePatternType, operation, principal: `User:${userName(options, user)}`, host: '*', permissionType: AclPermissionTypes.ALLOW,
    })
    const topics = (kinds: readonly TopicKind[], operation: Acl['operation']) => kinds.map((kind) => allow(ResourceTypes.TOPIC, topicName(options, kind), operation))
    const group = (name: string) => `${options.prefix}${name}`
    return [
      ...topics(writes, AclOperations.WRITE),
      ...topics(reads, AclOperations.READ),
      ...topics(describes, AclOperations.DESCRIBE),
      ...groups.map((name) => allow(ResourceTypes.GROUP, group(name), AclOperations.READ)),
      ...groupsThatBegin.map((name) => allow(ResourceTypes.GROUP, group(name), AclOperations.READ, ResourcePatternTypes.PREFIXED)),
      ...describesGroups.map((name) => allow(ResourceTypes.GROUP, group(name), AclOperations.DESCRIBE)),
    ]
  })

/** How many times as fast as the gateway writes its history may read: it catches up after an outage and leaves the broker to the rules. */
const catchUp = 4

/** Gives the users their rights, and with `bytesPerSecond` the gateway its share of each broker. What was given before stays. */
export const giveRights = (options: KafkaOptions, bytesPerSecond?: number): Promise<void> =>
  withAdmin(options, async (admin) => {
    await admin.createAcls({ creations: aclsOf(options) })
    if (bytesPerSecond === undefined) return
    const ops = [{ key: 'producer_byte_rate' as const, value: bytesPerSecond, remove: false }, { key: 'consumer_byte_rate' as const, value: catchUp * bytesPerSecond, remove: false }]
    await admin.alterClientQuotas({ entries: [{ entities: [{ entityType: 'user', entityName: userName(options, 'gateway') }], ops }] })
  })
