export { agentRuleFiles, agentRuleReaders, type AgentRuleFile, type AgentRuleReader } from './agentRuleFiles';
