/** Where the service has what several commands ask for. */

export const customersPath = '/v1/customers';
export const evidencePath = '/v1/evidence';
export const serviceRowsPath = '/v1/backups/service';
