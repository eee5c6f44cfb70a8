import { currentPerson } from '@/lib/auth/current-person'
import { liveScreen } from '@/lib/plant/live-screen'

/** What an open screen is told while nobody asks. In production its own process answers (workers/live.ts), and here only while that is not up. */
export const GET = async (request: Request): Promise<Response> => liveScreen(await currentPerson(), request.signal)
