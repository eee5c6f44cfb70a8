import { adminUsage } from '@/lib/api/admin-usage'
import type { ApiOperation } from '@/lib/api/api-operation'
import { biAnalyst } from '@/lib/api/bi-analyst'
import { deliveryReport } from '@/lib/api/delivery-report'
import { healthcheck } from '@/lib/api/healthcheck'
import { lakeConnection } from '@/lib/api/lake-connection'
import { notebookLease } from '@/lib/api/notebook-lease'
import { notebookTicket } from '@/lib/api/notebook-ticket'
import { plantFigures } from '@/lib/api/plant-figures'
import { plantLineage } from '@/lib/api/plant-lineage'
import { provisionDemo } from '@/lib/api/provision-demo'
import { readCertificate } from '@/lib/api/read-certificate'
import { readObject } from '@/lib/api/read-object'
import { toolsCapacity } from '@/lib/api/tools-capacity'
import { toolsGaugeRr } from '@/lib/api/tools-gauge-rr'
import { toolsKpis } from '@/lib/api/tools-kpis'
import { toolsNormality } from '@/lib/api/tools-normality'
import { toolsOee } from '@/lib/api/tools-oee'
import { toolsOeeEvents } from '@/lib/api/tools-oee-events'
import { toolsPareto } from '@/lib/api/tools-pareto'
import { toolsReliability } from '@/lib/api/tools-reliability'
import { toolsRoi } from '@/lib/api/tools-roi'
import { toolsSchedule } from '@/lib/api/tools-schedule'
import { toolsSpc } from '@/lib/api/tools-spc'
import { toolsYield } from '@/lib/api/tools-yield'
import { trendEvents } from '@/lib/api/trend-events'
import { trends } from '@/lib/api/trends'
import { userResources } from '@/lib/api/user-resources'
import { verifyCertificate } from '@/lib/api/verify-certificate'

/** Every documented route, in the order in which the page shows them. */
export const operations: ApiOperation[] = [
  provisionDemo,
  userResources,
  plantFigures,
  plantLineage,
  trends,
  trendEvents,
  adminUsage,
  healthcheck,
  verifyCertificate,
  readCertificate,
  readObject,
  toolsOee,
  toolsOeeEvents,
  toolsKpis,
  toolsReliability,
  toolsYield,
  toolsPareto,
  toolsNormality,
  toolsSpc,
  toolsRoi,
  toolsSchedule,
  toolsGaugeRr,
  toolsCapacity,
  notebookTicket,
  notebookLease,
  lakeConnection,
  biAnalyst,
  deliveryReport,
]
