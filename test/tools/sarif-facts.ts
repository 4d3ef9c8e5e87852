/**
 * What SARIF 2.1.0 (OASIS, sections 3.13–3.59) says of the objects that autogov writes: their properties, which of them are required,
 * and the closed sets of values. Every object is closed, so that a misspelt property is found. Properties that autogov has no
 * use for are left out, which makes this stricter than the standard's own schema.
 */
const text = { type: 'string' };
const positive = { type: 'integer', minimum: 1 };
const level = { enum: ['none', 'note', 'warning', 'error'] };

const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const message = object({ text, markdown: text, id: text }, ['text']);
const multiformat = object({ text, markdown: text }, ['text']);
const properties = { type: 'object' };

const region = object(
  { startLine: positive, startColumn: positive, endLine: positive, endColumn: positive, snippet: object({ text }) },
  ['startLine'],
);
const location = object({
  physicalLocation: object(
    {
      artifactLocation: object({
        uri: { type: 'string', format: 'uri-reference' },
        uriBaseId: text,
        index: { type: 'integer' },
      }),
      region,
    },
    ['artifactLocation'],
  ),
  message,
});
const descriptor = object(
  {
    id: text,
    name: text,
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: { type: 'string', format: 'uri' },
    defaultConfiguration: object({ enabled: { type: 'boolean' }, level, rank: { type: 'number' } }),
    properties,
  },
  ['id'],
);
const notification = object({ message, level, locations: { type: 'array', items: location }, descriptor: properties }, [
  'message',
]);
const invocation = object(
  {
    executionSuccessful: { type: 'boolean' },
    exitCode: { type: 'integer' },
    toolExecutionNotifications: { type: 'array', items: notification },
    toolConfigurationNotifications: { type: 'array', items: notification },
  },
  ['executionSuccessful'],
);
const result = object(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: -1 },
    kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
    level,
    message,
    locations: { type: 'array', items: location },
    partialFingerprints: { type: 'object', additionalProperties: text },
    suppressions: {
      type: 'array',
      uniqueItems: true,
      items: object(
        {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: text,
          guid: text,
        },
        ['kind'],
      ),
    },
    properties,
  },
  ['message'],
);

export const sarifLog = object(
  {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: object(
        {
          tool: object(
            {
              driver: object(
                {
                  name: text,
                  version: text,
                  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
                  informationUri: { type: 'string', format: 'uri' },
                  rules: { type: 'array', uniqueItems: true, items: descriptor },
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: { type: 'array', items: invocation },
          originalUriBaseIds: { type: 'object' },
          results: { type: 'array', items: result },
        },
        ['tool'],
      ),
    },
  },
  ['version', 'runs'],
);
