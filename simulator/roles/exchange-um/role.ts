import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { ExchangeUm } from './exchange-um.ts';

export const exchangeUm = defineRole({
  id: 'exchange-um',
  title: 'Hosted voice mail',
  config,
  references,
  create: (own, { host, directory }) => new ExchangeUm(host, own, directory),
});
