/** In the order in which the bill is shown to fall. */
export const choices = {
  compression: {
    label: 'Compression on the wire', acts: 'Load balancer, brokers, their disks and all network of the stream carry the readings compressed.',
    today: 'Gateways take gzip and zstd and write to Kafka in zstd.',
  },
  followerFetch: {
    label: 'Follower fetch', acts: 'Readers read the replica of their own zone.',
    today: 'A setting of broker and readers (KIP-392). The product’s own readers do not say their zone yet.',
  },
  tiering: {
    label: 'Tiering', acts: 'Disks keep the stream’s last hours, the object store the rest; the lake’s older files go to an archive.',
    today: 'Kafka needs a plugin for it (KIP-405). The archive is a rule of the bucket.',
  },
  rollups: {
    label: 'Roll-ups instead of raw', acts: 'PostgreSQL keeps raw readings for a month and roll-ups for the rest; raw ones are in the lake.',
    today: 'Built in: KEEP_READINGS_DAYS and the lake.',
  },
  edgeReduction: {
    label: 'Reduction at the edge', acts: 'Fewer readings are sent, so everything shrinks.',
    today: 'At the source: deadbands of OPC UA servers and edge gateways. What they leave out is kept nowhere.',
  },
} as const satisfies Record<string, { label: string; acts: string; today: string }>

export type Choice = keyof typeof choices
export const choiceKeys = Object.keys(choices) as Choice[]
export type Choices = Record<Choice, boolean>
