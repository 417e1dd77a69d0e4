import aPort from './a-port.yaml';
import finalLab from './final-lab.yaml';
import findingTheServer from './finding-the-server.yaml';
import leastExposure from './least-exposure.yaml';
import namesOnCertificates from './names-on-certificates.yaml';
import openIsNotWorking from './open-is-not-working.yaml';
import signingIn from './signing-in.yaml';
import threeDoors from './three-doors.yaml';
import twoHalves from './two-halves.yaml';
import twoOrganizations from './two-organizations.yaml';
import udpFallsBack from './udp-falls-back.yaml';
import webSide from './web-side.yaml';
import whoBegan from './who-began.yaml';
import whyARelay from './why-a-relay.yaml';

/** A lesson of the course. */
export interface CourseLesson {
  /** Its file's name, without ending: the same as its id. */
  readonly id: string;
  /** Its file's text. */
  readonly text: string;
}

/** The course, from the first lesson to the last. A new lesson is one file here and one line. */
export const COURSE: readonly CourseLesson[] = [
  { id: 'a-port', text: aPort },
  { id: 'who-began', text: whoBegan },
  { id: 'three-doors', text: threeDoors },
  { id: 'finding-the-server', text: findingTheServer },
  { id: 'signing-in', text: signingIn },
  { id: 'web-side', text: webSide },
  { id: 'why-a-relay', text: whyARelay },
  { id: 'udp-falls-back', text: udpFallsBack },
  { id: 'two-halves', text: twoHalves },
  { id: 'names-on-certificates', text: namesOnCertificates },
  { id: 'two-organizations', text: twoOrganizations },
  { id: 'open-is-not-working', text: openIsNotWorking },
  { id: 'least-exposure', text: leastExposure },
  { id: 'final-lab', text: finalLab },
];
