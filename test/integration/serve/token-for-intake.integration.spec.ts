import { expect, test } from 'vitest';
import { ServedWorkbench } from '../../workbench.ts';
import { postText } from '../engine/client.ts';

test('a setting demands the token for events too', async () => {
  const workbench = await ServedWorkbench.start({ env: { WORKBENCH_INTAKE_REQUIRE_TOKEN: 'true' } });
  const body = '{"events": []}';
  expect((await postText(workbench.origin, '/batch', body)).status).toBe(401);
  const authorization = `Bearer ${workbench.token}`;
  expect((await postText(workbench.origin, '/batch', body, { authorization })).status).toBe(200);
  await workbench.remove();
});
