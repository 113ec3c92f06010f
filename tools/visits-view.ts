import { count, defineEntity, defineFeatureView } from '@millrace/feature-store';

/** How often each customer came within three hours: a feature view to make mistakes with. */
export const visitsView = defineFeatureView({
  name: 'visits',
  entity: defineEntity({ name: 'customers', keys: ['customer'] }),
  eventTime: 'time',
  availableAtEvent: true,
  windows: ['3h'],
  values: { n: count() },
  allowOwnEvent: true,
});
