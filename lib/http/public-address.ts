import ipaddr from 'ipaddr.js'

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** What a plant's own network is made of. Link-local is not: there the metadata of cloud machines answers. */
const ownNetworks = ['private', 'uniqueLocal', 'loopback', 'carrierGradeNat']

/**
 * Whether an IP address belongs to the public Internet: global unicast and nothing that leads elsewhere inside it
 * (IPv4-mapped, NAT64, 6to4, Teredo). IANA special-purpose registries, RFC 6890.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast))
}

/** Whether it is an address of a private network or of this machine. */
export const isOwnNetwork = (address: string): boolean => ipaddr.isValid(address) && ownNetworks.includes(ipaddr.process(address).range())
