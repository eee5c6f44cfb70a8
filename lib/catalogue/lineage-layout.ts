import type { Lineage, LineageEdge, LineageNode } from '@/lib/catalogue/lineage'

/** In px; text is at real size. */
export const box = { width: 188, height: 32, across: 56, down: 12, margin: 8 }

export interface PlacedNode extends LineageNode {
  x: number
  y: number
}

export interface DrawnEdge extends LineageEdge {
  /** SVG path from the right side of one box to the left side of the other. */
  path: string
}

export interface LineagePicture {
  width: number
  height: number
  nodes: PlacedNode[]
  edges: DrawnEdge[]
}

/** Columns from what is sent to what is seen: a node stands right of everything that it is made from, charts at the end. Pure. */
export function layLineage({ nodes, edges }: Lineage): LineagePicture {
  const ranks = rankAll(nodes, edges)
  const last = Math.max(0, ...ranks.values())
  const columns = Array.from({ length: last + 1 }, (_, rank) => nodes.filter(({ id }) => ranks.get(id) === rank))
  order(columns, edges)
  const tallest = Math.max(1, ...columns.map((column) => column.length))
  const step = box.height + box.down
  const placed = new Map(columns.flatMap((column, rank) => column.map((node, i): [string, PlacedNode] => [node.id, { ...node, x: box.margin + rank * (box.width + box.across), y: box.margin + ((tallest - column.length) * step) / 2 + i * step }])))
  return {
    width: 2 * box.margin + (last + 1) * box.width + last * box.across,
    height: 2 * box.margin + tallest * step - box.down,
    nodes: [...placed.values()],
    edges: edges.map((edge) => ({ ...edge, path: curve(placed.get(edge.from)!, placed.get(edge.to)!) })),
  }
}

/** Longest way from a beginning; there are no circles (a test sees to it). */
function rankAll(nodes: LineageNode[], edges: LineageEdge[]): Map<string, number> {
  const ranks = new Map<string, number>()
  const rank = (id: string): number => {
    const known = ranks.get(id)
    if (known !== undefined) return known
    const before = edges.filter(({ to }) => to === id).map(({ from }) => rank(from) + 1)
    const found = Math.max(0, ...before)
    ranks.set(id, found)
    return found
  }
  const last = Math.max(0, ...nodes.map(({ id }) => rank(id)))
  for (const { id, kind } of nodes) if (kind === 'chart') ranks.set(id, last)
  return ranks
}

/** Each node near the middle of what it is made from, then of what is made of it: fewer crossings. */
function order(columns: LineageNode[][], edges: LineageEdge[]): void {
  const sweep = (column: LineageNode[], beside: LineageNode[][], at: 'from' | 'to', other: 'from' | 'to') => {
    const place = new Map(beside.flatMap((own) => own.map(({ id }, i): [string, number] => [id, i / own.length])))
    const middle = ({ id }: LineageNode) => {
      const near = edges.filter((edge) => edge[at] === id && place.has(edge[other])).map((edge) => place.get(edge[other])!)
      return near.length === 0 ? 0.5 : near.reduce((sum, each) => sum + each, 0) / near.length
    }
    column.sort((a, b) => middle(a) - middle(b))
  }
  for (let i = 1; i < columns.length; i++) sweep(columns[i]!, columns.slice(0, i), 'to', 'from')
  for (let i = columns.length - 2; i >= 0; i--) sweep(columns[i]!, columns.slice(i + 1), 'from', 'to')
}

function curve(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2]
  const bend = box.across / 2
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}
