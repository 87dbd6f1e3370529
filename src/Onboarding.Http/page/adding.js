// What is loaded by whoever adds a customer.
export { submitView } from './submit.js';
export { startView, wizardView } from './wizard.js';
