import type { CapacityNumber } from '@/lib/tools/capacity/number'

const aws = 'AWS list price, us-east-1, US dollars before tax'

/**
 * List prices as they were published, each with where it was read and of when it is: the only place where money enters the
 * planner. Clouds price per GiB (2^30 bytes) and the planner counts GB (10^9): its storage comes out up to 7 % too dear.
 */
export const prices = {
  coreHour: {
    label: 'Machine, a virtual core', unit: '$ an hour', start: 0.0408, least: 0, most: 100, kind: 'price', date: '2026-06-17',
    source: `${aws}: m7g.large, 2 cores and 8 GiB, on demand, $0.0816 an hour; larger sizes of the family cost in proportion`, url: 'https://www.factualminds.com/blog/amazon-ec2-on-demand-pricing-instance-families-2026/',
  },
  diskGb: {
    label: 'Disk (SSD)', unit: '$ a GB and month', start: 0.08, least: 0, most: 100, kind: 'price', date: 'early 2026',
    source: `${aws}: EBS gp3; 125 MB/s a volume are included`, url: 'https://github.com/aws/agent-toolkit-for-aws',
  },
  objectGb: {
    label: 'Object store', unit: '$ a GB and month', start: 0.023, least: 0, most: 100, kind: 'price', date: '2026-03',
    source: `${aws}: S3 Standard, the price of the first 50 TB for all of it`, url: 'https://costnimbus.com/article/s3-storage-classes-cost-guide',
  },
  archiveGb: {
    label: 'Archive', unit: '$ a GB and month', start: 0.004, least: 0, most: 100, kind: 'price', date: '2026-03',
    source: `${aws}: S3 Glacier Instant Retrieval, read at once; kept for 90 days at least`, url: 'https://costnimbus.com/article/s3-storage-classes-cost-guide',
  },
  archiveReadGb: {
    label: 'Reading the archive', unit: '$ a GB', start: 0.03, least: 0, most: 100, kind: 'price', date: '2026-03',
    source: `${aws}: retrieval from S3 Glacier Instant Retrieval`, url: 'https://costnimbus.com/article/s3-storage-classes-cost-guide',
  },
  zoneGb: {
    label: 'Network between zones', unit: '$ a GB', start: 0.02, least: 0, most: 100, kind: 'price', date: '2026-06-02',
    source: `${aws}: $0.01 leaving one zone and $0.01 entering the other`, url: 'https://www.usage.ai/blogs/aws/networking-cost/data-transfer-costs/',
  },
  balancerGb: {
    label: 'Load balancer', unit: '$ a GB', start: 0.006, least: 0, most: 100, kind: 'price', date: '2026-05',
    source: `${aws}: Network Load Balancer, $0.006 a capacity unit and hour, which is one GB`, url: 'https://awsnegotiations.com/elastic-load-balancer-cost.html',
  },
} as const satisfies Record<string, CapacityNumber>
