import { DecodeError } from '../codec/reader.ts';
import type { HttpHeader } from './message.ts';

/**
 * Reads one header line (RFC 2616 4.2).
 * @throws DecodeError
 */
export function readHeader(line: string): HttpHeader {
  const match = /^([!#$%&'*+\-.^_`|~\w]+):[ \t]*(.*?)[ \t]*$/.exec(line);
  if (!match) throw new DecodeError(`"${line.slice(0, 40)}" is no header`, 0);
  return [match[1]!, match[2]!];
}
