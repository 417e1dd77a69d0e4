import type { Outcome, Task } from '../../model/task.ts';
import { parseUrl } from '../../protocols/http/message.ts';
import type { MeetingContent } from '../../roles/client/meeting-content.ts';
import { ReverseProxy } from '../../roles/reverse-proxy/reverse-proxy.ts';
import type { WebProgram } from '../../roles/web-program/web-program.ts';
import { Device, Mobile } from '../../roles/web-program/web-program.ts';
import { meetingBy } from '../conferencing/meeting.ts';
import type { Feature, Stage } from '../stage.ts';
import { inOrder, oneStep, PATIENCE } from '../stage.ts';

/** Somebody inside has scheduled a meeting, whose link has reached somebody outside. */
const meetingOf = (stage: Stage) => meetingBy(stage, stage.person('internal'));

/** The names under which the pool's web services are published. */
const names = (stage: Stage) => stage.service(ReverseProxy, 'reverse proxy').published;

export const meetingJoinPage: Feature = {
  id: 'meeting-join-page',
  workload: 'web-services',
  title: 'Meeting join page',
  between: 'browser outside -> pool web services',
  *scene(stage) {
    names(stage);
    const browser = stage.browser('anonymous');
    const open = yield* meetingOf(stage);
    if ('result' in open) return open.result;
    return yield* inOrder(stage.now, () =>
      browser.fetch('Gina opens the meeting link', 'GET', open.invitation.url),
    );
  },
};

export const httpRedirect: Feature = {
  id: 'http-redirect',
  workload: 'web-services',
  title: 'http:// redirected to https:// at the reverse proxy (optional)',
  between: 'browser outside -> reverse proxy',
  *scene(stage) {
    const browser = stage.browser('anonymous');
    const { meet } = names(stage);
    return yield* inOrder(stage.now, () =>
      browser.fetch('Somebody types a meeting address without https', 'GET', `http://${meet}/`, '', [302]),
    );
  },
};

export const webApp: Feature = {
  id: 'web-app',
  workload: 'web-services',
  title: 'Lync Web App in a browser',
  between: 'browser outside -> pool web services',
  *scene(stage) {
    const { external } = names(stage);
    const browser = stage.browser('anonymous');
    const open = yield* meetingOf(stage);
    if ('result' in open) return open.result;
    const { host, invitation } = open;
    const { id } = host.meetings.in(invitation);
    const from = stage.now;
    const session = `<Join><Conference>${id}</Conference><Name>Gina</Name></Join>`;
    const came = yield* inOrder(
      from,
      () => browser.fetch('Gina opens the meeting link', 'GET', invitation.url),
      () => browser.fetch('The page starts the Web App', 'GET', `https://${external}/Reach/Client/`),
      () => browser.fetch('The Web App is loaded', 'GET', `https://${external}/Reach/ClientBin/Reach.xap`),
      () => browser.fetch('Gina joins in the browser', 'POST', `https://${external}/Reach/Session`, session),
    );
    if (came.status !== 'works') return came;
    return yield* inOrder(from, () =>
      stage.within(PATIENCE, host.meetings.in(invitation).sees('sip:gina.web@anonymous.invalid')),
    );
  },
};

/** A slide that somebody inside has put into a meeting is loaded by its link. */
export const meetingContent: Feature = {
  id: 'meeting-content',
  workload: 'web-services',
  title: 'Meeting content download (slides, handouts)',
  between: 'remote participant -> pool web services',
  *scene(stage) {
    const { external } = names(stage);
    const browser = stage.browser('remote');
    const open = yield* meetingOf(stage);
    if ('result' in open) return open.result;
    const slide = yield* putSlide(stage, open.host.meetings.in(open.invitation).content);
    if ('failure' in slide) return stage.notReached([slide.failure], stage.now);
    return yield* inOrder(stage.now, () =>
      browser.fetch('Alice opens the handout', 'GET', `https://${external}${slide.path}`),
    );
  },
};

function* putSlide(
  stage: Stage,
  content: MeetingContent,
): Generator<Task, { path: string } | { failure: Outcome }, Outcome> {
  for (const step of [
    () => content.open(),
    () => content.showSlide('Handout'),
    () => content.sees('Handout'),
  ]) {
    const outcome = yield stage.within(PATIENCE, step());
    if (!outcome.ok) return { failure: outcome };
  }
  return { path: parseUrl(content.slides.at(-1) ?? '')?.target ?? '/' };
}

export const deviceUpdate: Feature = {
  id: 'device-update',
  workload: 'web-services',
  title: 'Device update for phones outside',
  between: 'device -> pool web services',
  *scene(stage) {
    const { external } = names(stage);
    const phone = stage.service(Device, 'desk phone');
    const query = '<Request DeviceType="UCPhone" Version="4.0.7577.0"/>';
    const asked = yield phone.fetch(
      'The phone asks for its update',
      'POST',
      `https://${external}/RequestHandlerExt/ucdevice.upx`,
      query,
    );
    if (!asked.ok) return oneStep(asked, 0);
    const files = /url="([^"]*)"/.exec(phone.response!.body)?.[1] ?? '';
    return yield* inOrder(0, () => phone.fetch('The phone loads its files', 'GET', files));
  },
};

export const dialInPage: Feature = {
  id: 'dial-in-page',
  workload: 'web-services',
  title: 'Dial-in conferencing page',
  between: 'browser outside -> pool web services',
  *scene(stage) {
    const { dialin } = names(stage);
    const browser = stage.browser('remote');
    return yield* inOrder(stage.now, () =>
      browser.fetch('Alice looks for a dial-in number', 'GET', `https://${dialin}/`),
    );
  },
};

/** Over https where the certificate has the name, else over http: that the proxy lets this name through to the pool. */
export const mobileAutodiscover: Feature = {
  id: 'mobile-autodiscover',
  workload: 'web-services',
  title: 'Mobile clients find the pool over plain HTTP (optional, uses 8080)',
  between: 'mobile client -> pool web services',
  *scene(stage) {
    const { discover } = names(stage);
    const mobile: WebProgram = stage.service(Mobile, 'mobile with Lync');
    const from = stage.now;
    const secure = yield mobile.fetch('The mobile looks for the pool', 'GET', `https://${discover}/`);
    if (secure.ok) return oneStep(secure, from);
    return yield* inOrder(from, () =>
      mobile.fetch('The mobile tries without https', 'GET', `http://${discover}/`),
    );
  },
};
