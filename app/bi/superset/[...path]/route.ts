import { framedTools } from '@/lib/embedding/framed-tools'

const handle = framedTools.superset

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
