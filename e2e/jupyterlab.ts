import { expect, type Page } from '@playwright/test'

/** JupyterLab runs nothing before its kernel is up: asked earlier it asks back which one to take, and waits for the answer. */
export const untilKernelIsUp = (lab: Page) => expect(lab.getByText('Python 3 (ipykernel) | Idle')).toBeVisible({ timeout: 90_000 })
