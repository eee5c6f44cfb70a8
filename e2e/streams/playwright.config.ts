import { defineConfig } from '@playwright/test'
import stack from '../stack/playwright.config'

/** The same browser against the product with readings in Kafka and rules in Flink. */
export default defineConfig({ ...stack, globalSetup: '../../scripts/e2e/start-streams.ts', outputDir: '../../test-results/streams' })
