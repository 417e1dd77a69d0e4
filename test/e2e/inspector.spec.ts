import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { LabPage } from './pages/lab.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** What stands out of the place that it has, to the right: bytes, marks, names of forms. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['.dump i', '.fields .row', '.fields .size', '.fields .mark', '.facts > *', '.head time', 'header button']
      .flatMap((what) => [...document.querySelectorAll(what)])
      .filter((node) => {
        const place = node.closest('.dump, .tree, .note, ol, header')!.getBoundingClientRect();
        const { left, right } = node.getBoundingClientRect();
        return left < place.left - 1 || right > place.right + 1;
      })
      .map((node) => `${node.className}: ${node.textContent}`),
  );
}

/** Chooses the first REGISTER of the sign-in. */
async function chooseRegister(lab: LabPage): Promise<void> {
  await lab.show('Rules');
  await lab.stage.getByRole('button', { name: 'E3', exact: true }).click();
  await lab.inspector
    .button(/^REGISTER/)
    .first()
    .click();
  await expect(lab.inspector.title).toHaveText('REGISTER');
}

test('a field and its bytes light up together, and say what they mean', async ({ lab }) => {
  await chooseRegister(lab);
  const { packet } = lab.inspector;
  await packet.field('Destination port 443').hover();
  expect(await packet.lit()).toBe('01 bb');
  // The innermost: the byte is one of the packet, of TCP and of its flags.
  await packet.byte(33).hover();
  await expect(packet.field('Flags PSH, ACK')).toHaveClass(/lit/);
  await packet.byte(33).click();
  await expect(packet.field('Flags PSH, ACK')).toHaveAttribute('aria-selected', 'true');
  await expect(packet.note).toContainText('SYN opens, ACK acknowledges');
  await expect(packet.note).toContainText('RFC 793 3.1');
  await expect(packet.note).toContainText('byte 33: 18');
  await expect(packet.note).toContainText('A packet filter reads it');
  expect(await packet.chosen()).toBe('18');
});

test('what was encrypted has bytes of its own', async ({ lab }) => {
  await chooseRegister(lab);
  const { packet } = lab.inspector;
  await packet.field('Request-Line').click();
  expect(await packet.chosen('Decrypted')).toMatch(/^52 45 47 49 53 54 45 52 20 /);
  await expect(packet.note).toContainText('RFC 3261 7.1');
  await packet.showBytes('Packet');
  await expect(packet.bytes()).toBeVisible();
  await packet.field('Encrypted fragment').click();
  await expect(packet.note).toContainText('only the two ends can read it');
});

test('the keyboard walks through fields, opens and closes them, and goes large and back', async ({
  lab,
  page,
}) => {
  await chooseRegister(lab);
  const { packet } = lab.inspector;
  await packet.field('IPv4').click();
  await expect(packet.field('Total length')).toBeHidden();
  await lab.press('ArrowRight');
  await lab.press('ArrowDown');
  await expect(packet.field('Version and header length')).toBeFocused();
  await lab.press('End');
  await expect(packet.field('End of headers')).toBeFocused();
  await lab.press('ArrowLeft');
  await expect(packet.field('Session Initiation Protocol')).toBeFocused();
  await lab.press('Enter');
  await expect(packet.field('Session Initiation Protocol')).toHaveAttribute('aria-expanded', 'false');
  await lab.press('Enter');

  await lab.press('e');
  await expect(page.getByRole('heading', { name: 'REGISTER', level: 1 })).toBeVisible();
  // What was chosen stays chosen.
  await expect(lab.packet.field('Session Initiation Protocol')).toHaveAttribute('aria-selected', 'true');
  await lab.packet.bytes('Decrypted').focus();
  await lab.press('ArrowRight');
  await expect(lab.packet.note).not.toContainText('Choose a field');
  await lab.press('Escape');
  await expect(page.getByRole('heading', { name: 'Rules', level: 1 })).toBeVisible();
  await expect(lab.inspector.title).toHaveText('REGISTER');
});

test('copied as hex, as text, as filters', async ({ lab }) => {
  await chooseRegister(lab);
  const { packet } = lab.inspector;
  expect(await packet.copy('hex')).toMatch(/^0000 {2}45 00 [0-9a-f ]+ {3}E\./);
  const text = await packet.copy('text');
  expect(text).toContain('TCP, 20 bytes\n    Source port: ');
  expect(text).toContain('Request-Line: REGISTER sip:contoso.com SIP/2.0');
  expect(await packet.copy('display filter')).toMatch(
    /^ip\.addr == 198\.51\.100\.7 && ip\.addr == 10\.45\.16\.10 && tcp\.port == \d+ && tcp\.port == 443$/,
  );
  await packet.field('Destination port').click();
  expect(await packet.copyFilter()).toBe('tcp.dstport == 443');
});

test('a conversation is followed across the NAT, and leads to its packets', async ({ lab, page }) => {
  await chooseRegister(lab);
  await lab.press('f');
  const { packet } = lab;
  await expect(packet.entry(/Alice TCP SYN/)).toBeAttached();
  await expect(packet.entry(/Edge 401 Unauthorized/).first()).toBeVisible();
  await expect(packet.conversation).toContainText('WWW-Authenticate: NTLM');
  await packet
    .entry(/Edge 401 Unauthorized/)
    .first()
    .click();
  await expect(lab.inspector.title).toHaveText('401 Unauthorized');
  expect(await packet.copy('text')).toContain('Alice and Edge\n\n>>> ');
  await page.getByRole('radio', { name: 'Fields' }).click();
  await expect(packet.field('Status-Line')).toBeVisible();
});

test('what is lost is in the conversation, too', async ({ lab }) => {
  await lab.showPanel('Rules');
  await lab.rules.switch('E3').click();
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
  await lab.transport.nextDrop.click();
  await expect(lab.inspector.title).toHaveText('TCP SYN');
  await lab.press('f');
  await expect(lab.packet.entry(/TCP SYN.*lost/)).toHaveCount(3);
  await expect(lab.packet.entry(/TCP SYN.*sent again.*lost/)).toHaveCount(2);
});

for (const [width, height] of [
  [1280, 720],
  [1440, 900],
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${width} x ${height}, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test('nothing is cut off', async ({ lab, page }) => {
        await chooseRegister(lab);
        await lab.inspector.packet.field('Destination port').click();
        await lab.screenshot(`packet-${width}-${colorScheme}`);
        expect(await cutOff(page)).toEqual([]);
        await lab.press('e');
        await lab.packet.field('Contact').click();
        await lab.screenshot(`packet-large-${width}-${colorScheme}`);
        expect(await cutOff(page)).toEqual([]);
        await lab.press('f');
        await expect(lab.packet.conversation).toBeVisible();
        await lab.screenshot(`conversation-${width}-${colorScheme}`);
        expect(await cutOff(page)).toEqual([]);
      });
    });
