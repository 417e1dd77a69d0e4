import { defineRole } from '../role.ts';
import { exchangeUmSchema } from './config.ts';
import { ExchangeUm } from './exchange-um.ts';

export const exchangeUm = defineRole(
  exchangeUmSchema,
  (own, { host, directory }) => new ExchangeUm(host, own, directory),
);
