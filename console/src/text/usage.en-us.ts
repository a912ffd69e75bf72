/** Usage: what was used, per customer and day. */

export const usageEnUs = {
  'usage.lead':
    'What was used, per customer and day (UTC, by block time). It can be counted again from the ledger itself, so a bill can be checked against the record.',
  'usage.leadOwn': 'What you have used, per day (UTC, by block time).',
  'usage.from': 'From',
  'usage.to': 'Through',
  'usage.customer': 'Customer',
  'usage.everybody': 'everybody',
  'usage.measure': 'Shown in the chart',
  'usage.records': 'Records',
  'usage.refusals': 'Refusals',
  'usage.units': 'Units',
  'usage.day': 'Day',
  'usage.range': 'Choose what is counted',
  'usage.rangeFault': 'The first day comes after the last.',
  'usage.chart': 'Per day',
  'usage.chartLabel':
    '{measure} per day from {from} to {to}: {sum} in all, most on {peakDay} with {peak}. The same numbers stand in the table below.',
  'usage.byCustomer': 'Per customer',
  'usage.byDay': 'Per customer and day',
  'usage.sum': 'In all',
  'usage.csv': 'Download as CSV',
  'usage.empty': 'Nothing was used in these days.',
  'usage.notarise': 'Record something',
  'usage.recount': 'Count again from the ledger',
  'usage.recountLead':
    'Usage follows the ledger as search does. Counting again reads the ledger itself, to its newest entry, and compares.',
  'usage.recounting': 'The ledger is being read …',
  'usage.agrees': 'Both agree: {count:row is|rows are} the same, to the last unit.',
  'usage.differs':
    'They do not agree in {count:row|rows}. The ledger is right; usage may not have caught up yet.',
  'usage.differences': 'Where they differ',
  'usage.shown': 'Shown',
  'usage.ledger': 'Ledger',
  'usage.unitsHelp':
    'Units are what quotas are counted in. A refusal is a transaction that was refused after it was ordered.',
} as const;
