/** What the pages of customers ask and send. A change gives the customer as it then is, which takes the place of what was shown. */

import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';

import { type Asked, request } from '../../api/request.ts';

export interface Customer {
  readonly id: string;
  readonly name: string;
  /** On the ledger. */
  readonly account: string;
  readonly custody: 'hosted' | 'own';
  readonly keyAlgorithm: string;
  /** Null: no limit. */
  readonly quotaLeft: number | null;
  readonly publicLookup: boolean;
  readonly disclosed: boolean;
  readonly suspended: boolean;
  readonly createdAt: string;
}

export interface CustomerKey {
  readonly id: string;
  readonly kind: 'bearer' | 'signature';
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

/** As it is made; `key` is the bearer key, in this answer and nowhere else. */
export interface MadeKey extends CustomerKey {
  readonly key?: string;
}

interface List<Item> {
  readonly items: readonly Item[];
}

export function useCustomers(isWanted = true): UseQueryResult<readonly Customer[]> {
  return useQuery({
    queryKey: ['customers'],
    queryFn: async ({ signal }) =>
      (await request<List<Customer>>('/v1/customers', { signal })).items,
    enabled: isWanted,
  });
}

export function useCustomer(id: string): UseQueryResult<Customer> {
  return useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => request<Customer>(`/v1/customers/${id}`, { signal }),
  });
}

export function useKeys(id: string): UseQueryResult<readonly CustomerKey[]> {
  return useQuery({
    queryKey: ['customer-keys', id],
    queryFn: async ({ signal }) =>
      (await request<List<CustomerKey>>(`/v1/customers/${id}/keys`, { signal })).items,
  });
}

export interface Sent {
  readonly path: string;
  readonly asked: Asked;
}

/** A change of a customer, or a new one. */
export function useCustomerChange(): UseMutationResult<Customer, Error, Sent> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, asked }) => request<Customer>(path, asked),
    onSuccess: (customer) => {
      client.setQueryData(['customer', customer.id], customer);
      return client.invalidateQueries({ queryKey: ['customers'] });
    },
  });
}

export function useKeyCreation(id: string): UseMutationResult<MadeKey, Error, Sent> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, asked }) => request<MadeKey>(path, asked),
    onSuccess: () => client.invalidateQueries({ queryKey: ['customer-keys', id] }),
    // The secret leaves memory with the component that shows it.
    gcTime: 0,
  });
}

export function useRevocation(id: string): UseMutationResult<undefined, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key) => request<undefined>(`/v1/keys/${key}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['customer-keys', id] }),
  });
}
