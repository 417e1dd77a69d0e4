import { ANY_PORT } from '../../../model/ports.ts';
import type { Network, Side } from './network.ts';
import type { SecurityRule } from './security-rule.ts';

/** Azure's rules that let something through behind a group's own; what they leave is denied. */
const ALWAYS = [
  ['AllowVnetInBound', 65000, 'in', 'VirtualNetwork', 'VirtualNetwork'],
  ['AllowAzureLoadBalancerInBound', 65001, 'in', 'AzureLoadBalancer', '*'],
  ['AllowVnetOutBound', 65000, 'out', 'VirtualNetwork', 'VirtualNetwork'],
  ['AllowInternetOutBound', 65001, 'out', '*', 'Internet'],
] as const;

/**
 * The rules that every group has, also where its file does not list them
 * (Azure documentation: "Network security groups", default security rules).
 */
export function alwaysThere(network: Network): readonly SecurityRule[] {
  const side = (text: string): Side => {
    const found = network.named(text);
    if (found === null || found === 'IPv6') throw new Error(`${text} must be a tag`);
    return found;
  };
  return ALWAYS.map(([name, priority, direction, source, destination]) => ({
    name,
    description: 'a rule that Azure always has',
    priority,
    direction,
    action: 'permit',
    sources: side(source),
    destinations: side(destination),
    services: [{ transport: 'any', sourcePorts: [ANY_PORT], destinationPorts: [ANY_PORT] }],
    perhaps: [],
    never: false,
  }));
}
