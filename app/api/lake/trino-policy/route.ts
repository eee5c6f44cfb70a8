import { type PolicyQuestion, trinoAllows } from '@/lib/lake/tables/trino-policy'

/** What Trino asks before it lets anybody do anything, in the shapes of OPA's API. It says nothing of any plant: the answer is made of the question alone. */
export async function POST(request: Request) {
  const question = (await request.json().catch(() => ({}))) as PolicyQuestion
  return Response.json({ result: trinoAllows(question) })
}
