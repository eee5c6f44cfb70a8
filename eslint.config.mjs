import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

/** Who may import whom. The drawing is in docs/architecture.md. */
const boundary = (files, patterns, ignores = []) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx', ...ignores],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
})

const vendors = ['graphile-worker', 'nodemailer', '@duckdb/*', 'pg', 'next-auth', 'next-auth/*']
const noFramework = { group: ['next', 'next/*', 'react', 'react/*', 'recharts'], message: 'Domain folders know no Next and no React.' }
const noVendor = { group: vendors, message: 'A vendor stands in its neighbour’s folder or in the shell that owns it.' }
const noScreens = { group: ['@/app/*', '@/components/*', '@/workers/*'], message: 'lib/ is below app, components and workers.' }

/** Who holds a role on one line sees that line: what is read for a person is read as that person, not as their tenant. */
const reader = 'Pass the person (a Reader, lib/tenancy/reach.ts), not their tenant: the tenant’s id alone shows every line.'
const readers = [
  { selector: "CallExpression[callee.name=/^(load|find|list|export|sample|try)/] > MemberExpression.arguments[object.name='person'][property.name='tenantId']", message: reader },
  { selector: "CallExpression[callee.name=/^(load|find|list|export|sample|try)/] > MemberExpression.arguments[object.expression.name='person'][property.name='tenantId']", message: reader },
  { selector: "CallExpression[callee.property.name='inTenant'] > MemberExpression.arguments[object.name='person'][property.name='tenantId']", message: reader },
]

const config = [
  ...next,
  ...typescript,
  { ignores: ['.next/**', 'node_modules/**', 'var/**', 'lib/generated/**', 'next-env.d.ts', 'platform/**/*.mjs'] },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
    },
  },
  boundary(['lib/**/*.ts'], [noScreens], ['lib/testing/**']),
  boundary(
    ['lib/alarm/{rule,condition,machine,engine,alarm-id}.ts', 'lib/funnel/{steps,passage,quantile,count-funnel,funnel-period,visit-source}.ts', 'lib/follow-up/{sequences,decide-follow-up}.ts', 'lib/sales/score.ts', 'lib/telemetry/{read-batch,fold-rollups,record,webhook-signature}.ts', 'lib/{oee,spc,reliability,energy,yield,schedule,story,figures,audit}/**/*.ts', 'lib/connectors/{reading,signal-map,verdict}.ts', 'lib/connectors/mqtt/{read-payload,topic-template}.ts', 'lib/connectors/sparkplug/{host,host-state,metric-number,payload,topic}.ts'],
    [noFramework, noVendor, noScreens, { group: ['@/lib/system', '@/lib/env'], message: 'Pure: values in, values out.' }],
    ['lib/audit/record.ts'],
  ),
  boundary(['lib/{demo,tenancy,mail,funnel,follow-up,sales,people,health,admin}/**/*.ts'], [noFramework, noVendor, noScreens], ['lib/admin/**']),
  boundary(['components/{ui,charts}/**/*.{ts,tsx}'], [{ group: ['@/lib/*', '@/app/*'], message: 'Primitives know no product.' }]),
  boundary(['workers/**/*.ts'], [noFramework, { group: ['@/app/*', '@/components/*'], message: 'Workers stand on lib/ alone.' }]),
  {
    files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'lib/**/*.ts', 'workers/**/*.ts'],
    ignores: ['lib/env.ts', 'lib/testing/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only lib/env.ts reads the environment.' }],
    },
  },
  {
    files: ['app/(portal)/**/*.{ts,tsx}', 'app/wall/**/*.{ts,tsx}', 'app/api/**/*.ts', 'lib/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...readers] },
  },
  {
    files: ['app/(portal)/**/*.{ts,tsx}', 'lib/plant/views/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: "CallExpression[callee.property.name='asOperator']", message: 'The portal’s rooms see one tenant: use inTenant.' }, ...readers],
    },
  },
]

export default config
