import type { Design } from '../../../simulator/model/design.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';

/** A third front end, in the pool of the others. */
export function threeFrontEnds(): Design {
  const design = builtinDesign();
  const one = design.hosts.find((host) => host.roles.some((role) => role.role === 'front-end'))!;
  const third = {
    ...one,
    id: 'front-end-3',
    title: 'Front end 3',
    interfaces: [{ ...one.interfaces[0]!, address: '192.168.10.92' }],
  };
  return { ...design, hosts: [...design.hosts, third] };
}

export function withoutHost(id: string): Design {
  const design = builtinDesign();
  return { ...design, hosts: design.hosts.filter((host) => host.id !== id) };
}

/** So many rules on the outer firewall. */
export function manyRules(count: number): Design {
  const design = builtinDesign();
  const [outer, inner] = design.firewalls;
  const rules = Array.from({ length: count }, (_, index) => ({
    ...outer!.rules[index % outer!.rules.length]!,
    id: `R${index + 1}`,
  }));
  return { ...design, firewalls: [{ ...outer!, rules }, inner!] };
}

/** The same with other names everywhere. */
export function renamed(): Design {
  const design = builtinDesign();
  return {
    ...design,
    firewalls: design.firewalls.map((firewall, at) => ({
      ...firewall,
      id: `fw-${at}`,
      title: `Wall ${at}`,
      rules: firewall.rules.map((rule, index) => ({ ...rule, id: `allow-${at}-${index}` })),
    })),
  };
}

/** The same with some rules closed. */
export function closing(design: Design, ...rules: readonly string[]): Design {
  return {
    ...design,
    firewalls: design.firewalls.map((wall) => ({
      ...wall,
      rules: wall.rules.map((rule) => (rules.includes(rule.id) ? { ...rule, enabled: false } : rule)),
    })),
  };
}
