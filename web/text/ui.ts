/** Texts of the widgets themselves. */
import { texts } from './texts.ts';

export const uiText = texts({
  appName: ['民意', 'Minyi'],
  loading: ['正在加载……', 'Loading…'],
  retry: ['重试', 'Try again'],
  failedTitle: ['没有成功', 'It did not work'],
  optional: ['（选填）', ' (optional)'],
  choose: ['请选择', 'Choose'],
  cancel: ['取消', 'Cancel'],
  close: ['关闭', 'Close'],
  undo: ['撤销', 'Undo'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  copyFailed: ['无法自动复制，请选中文字后手动复制', 'Cannot copy; select the text and copy it by hand'],
  chooseFile: ['选择文件', 'Choose a file'],
  dropHere: ['把文件拖到这里，或者', 'Drop a file here, or'],
  nothingYet: ['暂无内容', 'Nothing here yet'],
  sorted: (column: string, isRising: boolean) => [
    `按“${column}”${isRising ? '升序' : '降序'}排列`,
    `Sorted by ${column}, ${isRising ? 'rising' : 'falling'}`,
  ],
  stepDone: ['已完成', 'done'],
  breadcrumbs: ['所在位置', 'You are here'],
  messages: ['消息', 'Messages'],
  info: ['提示', 'Note'],
  success: ['成功', 'Done'],
  warn: ['注意', 'Attention'],
  error: ['错误', 'Error'],
});
