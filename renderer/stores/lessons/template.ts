/** With what a new lesson begins: one of each kind of step. */
export const TEMPLATE = `format: edge-lab-lesson
version: 1
id: my-lesson
title: My lesson
about: >
  What this lesson is about, in a few sentences.
learn:
  - What one can do afterwards.
minutes: 15

# The network: a built-in design, and what is wrong with it.
design: reference-1
faults:
  - E12

film:
  - title: The packet that is lost
    says: Alice calls Bob from home. Watch the first packet that does not come through.
    feature: av-remote-internal
    at: first drop at the external firewall

steps:
  - id: read
    title: Look
    do: Play the call, and see what Alice and Bob notice.
    show:
      feature: av-remote-internal

  - id: predict
    title: Predict
    ask:
      feature: av-remote-internal
      outcome: true
    points: 20

  - id: find
    title: Find
    do: Find the packet that never reaches the other side.
    find:
      feature: av-remote-internal
      packet: lab.dropped
    points: 20
    hints:
      - text: The ladder shows where each packet ends.
        cost: 2

  - id: repair
    title: Repair
    do: Make the call as good as it was, and open no more than you must.
    repair: true
    points: 60
    hints:
      - text: Look at the external firewall.
        cost: 5
      - text: Compare the rules that are closed with what was sent.
        cost: 10
      - text: E12 is closed.
        cost: 20
`;
